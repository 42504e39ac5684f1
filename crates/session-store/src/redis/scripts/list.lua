-- ARGV: kind, owner. Ids whose record has gone by itself go, too.
local index = index_of(ARGV[1], ARGV[2], '1')
local found = {}
for _, id in ipairs(redis.call('ZRANGE', index, 0, -1)) do
  local record = redis.call('GET', PREFIX .. ARGV[1] .. ':' .. id)
  if record then
    found[#found + 1] = id
    found[#found + 1] = record
  else
    redis.call('ZREM', index, id)
  end
end
return found
