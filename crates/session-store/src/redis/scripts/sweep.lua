-- ARGV: index, kind, at most. Removes ids whose record has gone by itself, and answers how many.
local removed = 0
for _, id in ipairs(redis.call('ZRANGE', ARGV[1], 0, ARGV[3] - 1)) do
  if redis.call('EXISTS', PREFIX .. ARGV[2] .. ':' .. id) == 0 then
    removed = removed + redis.call('ZREM', ARGV[1], id)
  end
end
return removed
