-- Sends the requests of a directory in turn, with the headers that the engine sends.
-- Arguments: the directory, and how many requests there are

local requests = {}
local current = 0

function init(args)
  local headers = {
    ["Content-Type"] = "application/octet-stream",
    ["Accept"] = "application/octet-stream",
    ["Accept-Encoding"] = "gzip,deflate",
    ["User-Agent"] = "statefun"
  }
  for i = 1, tonumber(args[2]) do
    local file = assert(io.open(args[1] .. "/request-" .. (i - 1), "rb"))
    requests[i] = wrk.format("POST", nil, headers, file:read("*a"))
    file:close()
  end
end

function request()
  current = current % #requests + 1
  return requests[current]
end

function done(summary, latency, rates)
  local errors = summary.errors
  local failed = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("result %d %d %d\n", summary.requests, summary.duration, failed))
end
