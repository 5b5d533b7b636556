import BookTables
import Endpoints
import FoundationEssentials
import LambdaEvents

/// `POST /recommendations/refresh` {active_days}: calculates the recommendations of all readers who have rated in that
/// time and puts them into the cache, in the background.
///
/// The answer is 202 with the refresh. While one runs, it is that one; where its worker died, it goes on.
struct RefreshEndpoint: Endpoint {
    let service: BookService
    let workers: any RefreshWorkers
    let newID: @Sendable () -> String

    init(
        service: BookService,
        workers: any RefreshWorkers,
        newID: @escaping @Sendable () -> String = { UUID().uuidString.lowercased() }
    ) {
        self.service = service
        self.workers = workers
        self.newID = newID
    }

    var status: HTTPStatus { .accepted }

    func answer(_ request: EndpointRequest) async throws -> RefreshAnswer {
        var form = try Form(optionalBody: request)
        let days = form.integer("active_days", 1...3_650) ?? 30
        try form.finish()
        guard service.desk.cache != nil else { throw RequestError.unavailable("There is no cache to be warmed") }
        while true {
            let now = service.now()
            let current = try await service.refreshes.current()
            if let current, current.status == .running {
                if current.isStalled(at: now) { try await workers.start(current.id) }
                return RefreshAnswer(current, now: now)
            }
            let refresh = Refresh(id: newID(), startedAt: now, activeSince: now - days * 86_400_000)
            guard try await service.refreshes.begin(refresh, after: current) else { continue }
            try await start(refresh)
            return RefreshAnswer(refresh, now: now)
        }
    }

    /// A refresh that nobody works on must not stand in the way of the next one.
    private func start(_ refresh: Refresh) async throws {
        do {
            try await workers.start(refresh.id)
        } catch {
            let now = service.now()
            if var mine = try await service.refreshes.claim(refresh.id, owner: refresh.id, now: now, until: now) {
                mine.status = .failed
                mine.message = "The worker could not be started"
                _ = try await service.refreshes.update(mine, pages: mine.pages)
            }
            throw error
        }
    }
}

/// `GET /recommendations/refresh/{id}`: how far a refresh is.
struct RefreshProgressEndpoint: Endpoint {
    let service: BookService

    func answer(_ request: EndpointRequest) async throws -> RefreshAnswer {
        var form = Form(query: request)
        form.addPath("id", of: request)
        let id = form.id("id")
        try form.finish()
        guard let refresh = try await service.refreshes.refresh(id) else {
            throw RequestError.notFound("There is no refresh \(id)")
        }
        return RefreshAnswer(refresh, now: service.now())
    }
}

/// A refresh as clients see it.
struct RefreshAnswer: Encodable, Hashable {
    var id: String
    /// `running`, `done`, `failed`, or `stalled`: its worker died, and another POST makes it go on.
    var status: String
    /// ISO 8601, UTC, as the next one.
    var started_at: String
    var updated_at: String
    /// Readers whose recommendations are in the cache.
    var warmed: Int
    /// Readers whose recommendations could not be calculated or cached.
    var failed: Int
    var message: String?

    init(_ refresh: Refresh, now: Int) {
        id = refresh.id
        status = refresh.isStalled(at: now) ? "stalled" : refresh.status.rawValue
        started_at = iso8601(refresh.startedAt)
        updated_at = iso8601(refresh.updatedAt)
        warmed = refresh.warmed
        failed = refresh.failed
        message = refresh.message
    }
}
