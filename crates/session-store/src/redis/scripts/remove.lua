-- ARGV: kind, id, is_listed of each.
for at = 1, #ARGV, 3 do
  remove(ARGV[at], ARGV[at + 1], ARGV[at + 2])
end
return 1
