import BookCatalog
import BookTables
import LambdaRuntime

/// Works on a refresh, page by page of readers, until the invocation's time is nearly up; then it invokes itself anew.
///
/// A page is written down together with where it ends, on condition that nobody else has done so. A worker that dies
/// loses at most one page, which the next one does again and counts once: warming a reader twice does no harm.
struct RefreshWorker: LambdaHandler {
    static let pageSize = 25
    /// What an invocation leaves unused, for the page it is at and for the call to itself.
    static let reserve = Duration.seconds(10)

    let service: BookService
    let workers: any RefreshWorkers

    struct Output: Encodable, Hashable {
        var status: String
        var pages: Int
    }

    func handle(_ event: RefreshEvent, context: LambdaContext) async throws -> Output {
        let now = service.now()
        let left = Int(context.getRemainingTime() / .milliseconds(1))
        return try await work(on: event.refresh_id, owner: context.requestID, until: now + left)
    }

    /// `until`: when Lambda ends the invocation, in milliseconds since 1970.
    func work(on id: String, owner: String, until: Int) async throws -> Output {
        // A second of grace, so that a worker past its time is gone for certain.
        let claimed = try await service.refreshes.claim(id, owner: owner, now: service.now(), until: until + 1_000)
        guard var refresh = claimed else { return Output(status: "not mine", pages: 0) }
        var pages = 0
        while true {
            let before = refresh.pages
            try await workOnPage(&refresh)
            pages += 1
            let isLast = service.now() >= until - Int(Self.reserve / .milliseconds(1))
            if isLast { refresh.leaseUntil = 0 }
            guard try await service.refreshes.update(refresh, pages: before) else {
                return Output(status: "not mine any more", pages: pages)
            }
            if refresh.status != .running { return Output(status: refresh.status.rawValue, pages: pages) }
            if isLast {
                try await workers.start(id)
                return Output(status: "continues", pages: pages)
            }
        }
    }

    private func workOnPage(_ refresh: inout Refresh) async throws {
        let page = try await service.refreshes.readers(
            since: refresh.activeSince,
            after: refresh.cursor,
            limit: Self.pageSize
        )
        var warmed = 0
        var problem: (any Error)?
        for profile in page.readers {
            do {
                try await service.desk.warm(profile)
                warmed += 1
            } catch {
                problem = error
            }
        }
        refresh.warmed += warmed
        refresh.failed += page.readers.count - warmed
        refresh.pages += 1
        refresh.cursor = page.next
        refresh.updatedAt = service.now()
        if page.next == nil { refresh.status = .done }
        // One reader may have a broken profile; a page of which none could be warmed has another cause.
        if let problem, warmed == 0 {
            service.desk.warn("A refresh ends: \(problem)")
            refresh.status = .failed
            refresh.message = "The cache or a table cannot be reached"
        }
    }
}
