import JSON
import Time
import Wire

/// `/_hearth/faults`: `GET` lists the faults with how often each has happened, `POST` adds one, `DELETE` removes all, and
/// with `/ID` behind it that one. `POST /_hearth/faults/kill` {function} kills the processes of a function.
package struct FaultsAPI: HTTPHandler {
    package static let path = "/_hearth/faults"

    let faults: Faults
    let targets: FaultTargets
    /// Kills the processes of a function, busy or not, and says how many; `nil` for an unknown function.
    let kill: @Sendable (_ function: String, _ completion: @escaping @Sendable (Int?) -> Void) -> Void

    package init(
        _ faults: Faults,
        targets: FaultTargets,
        kill: @escaping @Sendable (String, @escaping @Sendable (Int?) -> Void) -> Void
    ) {
        self.faults = faults
        self.targets = targets
        self.kill = kill
    }

    package static func serves(_ request: HTTPRequest) -> Bool {
        request.path == path || request.path.hasPrefix("\(path)/")
    }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        let rest = request.path.dropFirst(Self.path.count + 1)
        switch (request.method, rest) {
        case ("GET", ""): respond(list())
        case ("POST", ""): respond(add(request.body))
        case ("POST", "kill"): kill(request.body, respond)
        case ("DELETE", ""):
            faults.change { $0.removeAll() }
            respond(list())
        case ("DELETE", let id):
            let isGone = Int(id).map { id in faults.change { $0.remove(id) } } ?? false
            respond(isGone ? list() : Self.refusal(404, "there is no fault \(id)"))
        default: respond(Self.refusal(405, "faults are listed with GET, added with POST and removed with DELETE"))
        }
    }

    private func list() -> HTTPResponse {
        let now = faults.time.now
        let entries = faults.change { plan in
            plan.expire(now: now)
            return plan.entries.map { $0.json(now: now) }
        }
        return HTTPResponse(json: JSON.object(JSON.Object([("faults", .array(entries))])).text)
    }

    private func add(_ body: [UInt8]) -> HTTPResponse {
        do {
            let fault = try Fault(JSON(parsing: body))
            try targets.check(fault)
            let now = faults.time.now
            let entry = faults.change { plan in
                let id = plan.add(fault, now: now)
                return plan.entries.last { $0.id == id }?.json(now: now) ?? .null
            }
            return HTTPResponse(status: 201, json: entry.text)
        } catch {
            return Self.refusal(400, "\(error)")
        }
    }

    private func kill(_ body: [UInt8], _ respond: @escaping HTTPResponder) {
        guard let function = (try? JSON(parsing: body))?["function"]?.stringValue else {
            return respond(Self.refusal(400, "function must be the name of one"))
        }
        kill(function) { count in
            guard let count else { return respond(Self.refusal(404, "there is no function \(function)")) }
            respond(HTTPResponse(json: #"{"killed":\#(count)}"#))
        }
    }

    private static func refusal(_ status: Int, _ message: String) -> HTTPResponse {
        HTTPResponse(status: status, json: JSON.object(JSON.Object([("message", .string(message))])).text)
    }
}
