-- ARGV: kind, id, is_listed, expiry, owner and value, ttl.
local old = redis.call('GET', PREFIX .. ARGV[1] .. ':' .. ARGV[2])
local version = old and head(old) + 1 or 1
local record = string.format('%.0f', version) .. ' ' .. ARGV[4] .. ' ' .. ARGV[5]
write(ARGV[1], ARGV[2], record, ARGV[6], index_of(ARGV[1], string.sub(ARGV[5], 1, 32), ARGV[3]))
return 1
