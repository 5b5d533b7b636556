import JSON
import ServiceKit
import Synchronization
import Time
import Wire

/// Makes calls and deliveries go wrong as a plan says. Without faults it stands in nobody's way.
package final class Faults: Sendable {
    private let plan = Mutex(FaultPlan())
    private let isActive = Atomic(false)
    let time: any TimeSource
    private let ids: IDSource

    package init(time: any TimeSource, ids: IDSource) {
        self.time = time
        self.ids = ids
    }

    func change<Result>(_ body: (inout FaultPlan) -> sending Result) -> sending Result {
        plan.withLock { plan in
            defer { isActive.store(!plan.isEmpty, ordering: .relaxed) }
            return body(&plan)
        }
    }

    /// Hearth's own commands send it: they look at what faults have done, and meet none themselves.
    package static let exemption = "X-Hearth-Command"

    /// Lets a call through to `serve`, or lets it go wrong.
    package func pass(
        _ request: HTTPRequest,
        respond: @escaping HTTPResponder,
        _ serve: (@escaping HTTPResponder) -> Void
    ) {
        guard areThere, request.headers[Self.exemption] == nil, let answer = FaultAnswer(request) else {
            return serve(respond)
        }
        switch change({ $0.call(answer.service, answer.action, now: time.now) }) {
        case .throttle: respond(answer.response(answer.throttled, to: request, id: ids.uuid()))
        case .fail: respond(answer.response(answer.failed, to: request, id: ids.uuid()))
        case .slow(let delay): serve { [time] response in time.schedule(after: delay) { respond(response) } }
        case .lose:
            let lost = answer.response(answer.failed, to: request, id: ids.uuid())
            serve { _ in respond(lost) }
        case .duplicate, .late, nil: serve(respond)
        }
    }

    /// Lets the body of a call through, and the call go wrong once it is whole. `respond` is put before every answer.
    package func guarding(
        _ receiver: any HTTPBodyReceiver,
        of request: HTTPRequest,
        _ respond: @escaping (@escaping HTTPResponder) -> HTTPResponder
    ) -> any HTTPBodyReceiver {
        FaultyBody(receiver, request, self, respond)
    }

    /// Whether anything is to go wrong.
    var areThere: Bool { isActive.load(ordering: .relaxed) }

    func delivery(to service: String) -> Fault.Effect? {
        guard areThere else { return nil }
        return change { $0.delivery(to: service, now: time.now) }
    }
}
