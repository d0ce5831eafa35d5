-- What wrk sends, and what it tells of the answers.
--
--   wrk [OPTION...] -s load.lua URL -- REQUEST SAMPLES [patient]
--
-- REQUEST is me, login, consumers or consumer-tokens; SAMPLES is a file of bench_seed. Each request
-- is of a sample drawn by chance; all of them are put together before the start. A patient client
-- waits for a second when it is told to (503 with Retry-After: 1).
--
-- The last line of the output is JSON; times are in microseconds.

local password = "correct horse battery"

local function authorised(token)
  return { Host = "localhost", ["Content-Type"] = "application/json",
           Authorization = "Token " .. token }
end

local make = {
  me = function(token)
    return wrk.format("GET", "/api/v1/me", { Host = "localhost", Authorization = "Token " .. token })
  end,
  login = function(_, email)
    return wrk.format("POST", "/api/v1/session",
      { Host = "localhost", ["Content-Type"] = "application/json" },
      string.format('{"email": "%s", "password": "%s"}', email, password))
  end,
  consumers = function(token)
    return wrk.format("POST", "/api/v1/consumers", authorised(token), "{}")
  end,
  ["consumer-tokens"] = function(token, _, consumer, project)
    return wrk.format("POST", "/api/v1/consumer-tokens", authorised(token), string.format(
      '{"consumerId": "%s", "projectId": "%s", "serviceCatalogCode": "roc"}', consumer, project))
  end,
}

local threads = {}

function setup(thread)
  thread:set("seed", #threads + 1)
  table.insert(threads, thread)
end

local requests = {}
local waits = 0
unavailable = 0

function init(args)
  local form = make[args[1]] or error("no such request: " .. tostring(args[1]))
  for line in io.lines(args[2]) do
    requests[#requests + 1] = form(line:match("(%S+) (%S+) (%S+) (%S+)"))
  end
  math.randomseed(seed * 7919 + os.time())
  -- Only who needs it pays for looking at every answer.
  if args[1] == "login" then
    response = function(status)
      if status == 503 then
        unavailable = unavailable + 1
        waits = waits + 1
      end
    end
  end
  if args[3] == "patient" then
    delay = function()
      if waits == 0 then return 0 end
      waits = waits - 1
      return 1000
    end
  end
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency)
  local told_to_wait = 0
  for _, thread in ipairs(threads) do
    told_to_wait = told_to_wait + thread:get("unavailable")
  end
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "duration": %d, "p50": %d, "p99": %d, "max": %d, "refused": %d, ' ..
    '"unavailable": %d, "broken": %d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    latency.max, errors.status, told_to_wait,
    errors.connect + errors.read + errors.write + errors.timeout))
end
