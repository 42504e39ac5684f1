-- ARGV: now, then kind, id, is_listed, record, ttl of each. What is there already byte by byte was written by a
-- first try whose answer was lost: values are sealed with a nonce of their own, so no two are alike.
local now = tonumber(ARGV[1])
for at = 2, #ARGV, 5 do
  local old = redis.call('GET', PREFIX .. ARGV[at] .. ':' .. ARGV[at + 1])
  if old and old ~= ARGV[at + 3] then
    local _, expiry = head(old)
    if expiry > now then return 0 end
  end
end
for at = 2, #ARGV, 5 do
  local _, _, owner_at = head(ARGV[at + 3])
  local index = index_of(ARGV[at], owner_of(ARGV[at + 3], owner_at), ARGV[at + 2])
  write(ARGV[at], ARGV[at + 1], ARGV[at + 3], ARGV[at + 4], index)
end
return 1
