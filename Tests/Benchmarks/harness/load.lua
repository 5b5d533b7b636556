-- Sends the requests of a file again and again and writes figures as JSON.
--
-- Arguments: the file, one request a line: METHOD TAB PATH TAB BODY, where an empty path stands for the URL's;
-- then header fields as NAME=VALUE. Every {n} in a body becomes a number that no other request has. The figures go to
-- the file that BENCH_FIGURES names.

local requests, numbered, position, number = {}, {}, 0, 0
local threads = 0

function setup(thread)
    threads = threads + 1
    thread:set("run", os.time() * 10 + threads)
end

-- What stands between the places for the number.
local function pieces(body)
    local parts, start = {}, 1
    while true do
        local first, last = body:find("{n}", start, true)
        table.insert(parts, body:sub(start, (first or 0) - 1))
        if not first then return parts end
        start = last + 1
    end
end

function init(args)
    wrk.headers["Content-Type"] = "application/json"
    for index = 2, #args do
        local name, value = args[index]:match("^([^=]+)=(.*)$")
        wrk.headers[name] = value
    end
    for line in io.lines(args[1]) do
        local method, path, body = line:match("^([^\t]*)\t([^\t]*)\t(.*)$")
        if path == "" then path = nil end
        local parts = pieces(body)
        if #parts > 1 then
            table.insert(numbered, { method = method, path = path, parts = parts })
        else
            table.insert(requests, wrk.format(method, path, nil, body ~= "" and body or nil))
        end
    end
end

function request()
    position = position + 1
    if #requests > 0 then return requests[(position - 1) % #requests + 1] end
    local one = numbered[(position - 1) % #numbered + 1]
    number = number + 1
    return wrk.format(one.method, one.path, nil, table.concat(one.parts, run .. "-" .. number))
end

function done(summary, latency, _)
    local errors = summary.errors
    local file = io.open(os.getenv("BENCH_FIGURES"), "w")
    file:write(string.format(
        '{"requests":%d,"seconds":%.6f,"p50":%.3f,"p95":%.3f,"p99":%.3f,"max":%.3f,"failed":%d,"broken":%d}',
        summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(95),
        latency:percentile(99), latency.max, errors.status, errors.connect + errors.read + errors.write + errors.timeout
    ))
    file:close()
end
