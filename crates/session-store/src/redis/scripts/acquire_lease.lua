-- ARGV: kind, id, now, head, owner, holder, ttl.
local old = redis.call('GET', PREFIX .. ARGV[1] .. ':' .. ARGV[2])
if old then
  local _, expiry, owner_at = head(old)
  if expiry > tonumber(ARGV[3]) and string.sub(old, owner_at + 32) ~= ARGV[6] then return 0 end
end
write(ARGV[1], ARGV[2], ARGV[4] .. ARGV[5] .. ARGV[6], ARGV[7], false)
return 1
