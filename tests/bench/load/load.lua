-- The requests of wrk, and its report on the responses.
--
--   wrk [OPTION...] -s load.lua URL -- REQUEST SAMPLES [patient]
--
-- REQUEST is me, login, consumers or consumer-tokens, with SAMPLES a file of bench_seed; or
-- decisions, with SAMPLES a file of decisions.py. Each request uses a random sample; all requests
-- are built before the start. A patient client waits for a second after a 503 with Retry-After: 1.
--
-- The last line of the output is JSON; times are in microseconds.

local password = "correct horse battery"

-- A large number for every server: with a small database a small client would leave more of the
-- processor's cache to the server.
local different_requests = 50000

local function post(path, headers, body)
  headers["Content-Type"] = "application/json"
  return wrk.format("POST", path, headers, body)
end

local make = {
  me = function(headers)
    return wrk.format("GET", "/api/v1/me", headers)
  end,
  login = function(headers, email)
    headers["Authorization"] = nil
    return post("/api/v1/session", headers,
      string.format('{"email": "%s", "password": "%s"}', email, password))
  end,
  consumers = function(headers)
    return post("/api/v1/consumers", headers, "{}")
  end,
  ["consumer-tokens"] = function(headers, _, consumer, project)
    return post("/api/v1/consumer-tokens", headers, string.format(
      '{"consumerId": "%s", "projectId": "%s", "serviceCatalogCode": "roc"}', consumer, project))
  end,
}

-- Requests of a gateway: samples are a credential for Authorization: Basic, the gateway's token, a
-- project and an API proxy.
function make.decisions(headers, gateway, project, proxy, credential)
  headers["Authorization"] = "Basic " .. credential
  headers["X-Gatehouse-Gateway"] = gateway
  headers["X-Real-IP"] = "192.0.2.1"
  return wrk.format("GET", "/gate/" .. project .. "/" .. proxy, headers)
end

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
  local samples = {}
  for line in io.lines(args[2]) do samples[#samples + 1] = line end
  for i = 1, different_requests do
    local sample = samples[1 + math.floor((i - 1) * #samples / different_requests)]
    local token, email, consumer, project = sample:match("(%S+) (%S+) (%S+) (%S+)")
    local headers = { Host = "localhost", Authorization = "Token " .. token,
                      ["X-Request-Number"] = i }
    requests[i] = form(headers, email, consumer, project, token)
  end
  math.randomseed(seed * 7919 + os.time())
  -- Inspecting every response is costly, so it is only enabled when needed.
  if args[1] == "login" or args[1] == "decisions" then
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
