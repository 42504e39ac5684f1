-- ARGV: kind, id, holder.
local old = redis.call('GET', PREFIX .. ARGV[1] .. ':' .. ARGV[2])
if old then
  local _, _, owner_at = head(old)
  if string.sub(old, owner_at + 32) == ARGV[3] then remove(ARGV[1], ARGV[2], '0') end
end
return 1
