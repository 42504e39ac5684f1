-- ARGV: now, then kind, id, is_listed, record, ttl, at most (0 for any number) of each. Answers 1 when all were inserted,
-- 0 when one is there, 2 when an owner would have too many. What is there already byte by byte was written by a first
-- try whose answer was lost: values are sealed with a nonce of their own, so no two are alike.
local now = tonumber(ARGV[1])

local function is_alive(kind, id)
  local record = redis.call('GET', PREFIX .. kind .. ':' .. id)
  if not record then return false end
  local _, expiry = head(record)
  return expiry > now
end

local function count(kind, owner)
  local alive = 0
  for _, id in ipairs(redis.call('ZRANGE', index_of(kind, owner, '1'), 0, -1)) do
    if is_alive(kind, id) then alive = alive + 1 end
  end
  return alive
end

for at = 2, #ARGV, 6 do
  local kind, id, record, at_most = ARGV[at], ARGV[at + 1], ARGV[at + 3], tonumber(ARGV[at + 5])
  local old = redis.call('GET', PREFIX .. kind .. ':' .. id)
  if old ~= record then
    if is_alive(kind, id) then return 0 end
    local _, _, owner_at = head(record)
    if at_most > 0 and count(kind, owner_of(record, owner_at)) >= at_most then return 2 end
  end
end
for at = 2, #ARGV, 6 do
  local _, _, owner_at = head(ARGV[at + 3])
  local index = index_of(ARGV[at], owner_of(ARGV[at + 3], owner_at), ARGV[at + 2])
  write(ARGV[at], ARGV[at + 1], ARGV[at + 3], ARGV[at + 4], index)
end
return 1
