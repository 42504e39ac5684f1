-- ARGV: kind, id, is_listed, now, version that was read, new head, value, ttl.
local key = PREFIX .. ARGV[1] .. ':' .. ARGV[2]
local old = redis.call('GET', key)
if not old then return 0 end
local version, expiry, owner_at = head(old)
local owner = owner_of(old, owner_at)
local new = ARGV[6] .. owner .. ARGV[7]
if old == new then return 1 end -- by a first try whose answer was lost
if version ~= tonumber(ARGV[5]) or expiry <= tonumber(ARGV[4]) then return 0 end
redis.call('SET', key, new, 'PX', ARGV[8])
local index = index_of(ARGV[1], owner, ARGV[3])
if index then keep_index(index, ARGV[8]) end
return 1
