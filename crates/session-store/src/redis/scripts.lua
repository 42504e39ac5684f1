-- What must happen at once happens in here: Redis runs nothing else meanwhile. One script, whose first argument names the
-- command; the others are the command's own, in ARGV.
--
-- A record is "version expiry " (decimal), 32 bytes of owner, the value.
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

local commands = {}

-- ARGV: now, then kind, id, is_listed, record, ttl, at most (0 for any number) of each. Answers 1 when all were inserted,
-- 0 when one is there, 2 when an owner would have too many. What is there already byte by byte was written by a first
-- try whose answer was lost: values are sealed with a nonce of their own, so no two are alike.
function commands.insert()
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
end

-- ARGV: kind, id, is_listed, expiry, owner and value, ttl.
function commands.upsert()
  local old = redis.call('GET', PREFIX .. ARGV[1] .. ':' .. ARGV[2])
  local version = old and head(old) + 1 or 1
  local record = string.format('%.0f', version) .. ' ' .. ARGV[4] .. ' ' .. ARGV[5]
  write(ARGV[1], ARGV[2], record, ARGV[6], index_of(ARGV[1], string.sub(ARGV[5], 1, 32), ARGV[3]))
  return 1
end

-- ARGV: kind, id, is_listed, now, version that was read, new head, value, ttl.
function commands.replace()
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
end

-- ARGV: kind, id, is_listed.
function commands.take()
  return remove(ARGV[1], ARGV[2], ARGV[3])
end

-- ARGV: kind, id, is_listed of each.
function commands.remove()
  for at = 1, #ARGV, 3 do
    remove(ARGV[at], ARGV[at + 1], ARGV[at + 2])
  end
  return 1
end

-- ARGV: kind, owner. Ids whose record has gone by itself go, too.
function commands.list()
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
end

-- ARGV: kind, id, now, head, owner, holder, ttl.
function commands.acquire_lease()
  local old = redis.call('GET', PREFIX .. ARGV[1] .. ':' .. ARGV[2])
  if old then
    local _, expiry, owner_at = head(old)
    if expiry > tonumber(ARGV[3]) and string.sub(old, owner_at + 32) ~= ARGV[6] then return 0 end
  end
  write(ARGV[1], ARGV[2], ARGV[4] .. ARGV[5] .. ARGV[6], ARGV[7], false)
  return 1
end

-- ARGV: kind, id, holder.
function commands.release_lease()
  local old = redis.call('GET', PREFIX .. ARGV[1] .. ':' .. ARGV[2])
  if old then
    local _, _, owner_at = head(old)
    if string.sub(old, owner_at + 32) == ARGV[3] then remove(ARGV[1], ARGV[2], '0') end
  end
  return 1
end

-- ARGV: index, kind, at most. Removes ids whose record has gone by itself, and answers how many.
function commands.sweep()
  local removed = 0
  for _, id in ipairs(redis.call('ZRANGE', ARGV[1], 0, ARGV[3] - 1)) do
    if redis.call('EXISTS', PREFIX .. ARGV[2] .. ':' .. id) == 0 then
      removed = removed + redis.call('ZREM', ARGV[1], id)
    end
  end
  return removed
end

return commands[table.remove(ARGV, 1)]()
