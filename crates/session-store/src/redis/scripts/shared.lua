-- Put before each script. A record is "version expiry " (decimal), 32 bytes of owner, the value.
local PREFIX = 'lc:'

local function head(record)
  local version, expiry, owner_at = string.match(record, '^(%d+) (%d+) ()')
  return tonumber(version), tonumber(expiry), owner_at
end

local function owner_of(record, owner_at)
  return string.sub(record, owner_at, owner_at + 31)
end

-- The index of an owner lives as long as the record in it that lives longest.
local function keep_index(index, ttl)
  if redis.call('PTTL', index) < tonumber(ttl) then
    redis.call('PEXPIRE', index, ttl)
  end
end

local function write(kind, id, record, ttl, index)
  redis.call('SET', PREFIX .. kind .. ':' .. id, record, 'PX', ttl)
  if index then
    redis.call('ZADD', index, 'NX', redis.call('INCR', PREFIX .. 'number'), id)
    keep_index(index, ttl)
  end
end

local function index_of(kind, owner, is_listed)
  return is_listed == '1' and PREFIX .. kind .. '-of:' .. owner
end

local function remove(kind, id, is_listed)
  local key = PREFIX .. kind .. ':' .. id
  local record = redis.call('GET', key)
  if not record then return false end
  redis.call('DEL', key)
  if is_listed == '1' then
    local _, _, owner_at = head(record)
    redis.call('ZREM', index_of(kind, owner_of(record, owner_at), is_listed), id)
  end
  return record
end
