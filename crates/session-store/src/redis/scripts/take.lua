-- ARGV: kind, id, is_listed.
return remove(ARGV[1], ARGV[2], ARGV[3])
