import JSON

/// What became of one page.
package enum PageOutcome: Hashable, Sendable {
    case done(PageResult)
    /// The provider is not to be asked before this instant, in milliseconds since 1970.
    case notBefore(Int)
    /// It may work another time.
    case failed(String)
    /// It will not work another time either.
    case refused(String)
}

/// What a page brought, and what it cost.
package struct PageResult: Hashable, Sendable {
    /// The number of the page behind it; `nil` on the last one.
    package var next: Int?
    package var rows = 0
    package var books = 0
    package var rejected = RejectedRows()
    /// What each stage did for it.
    package var stages: [Stage: StageWork] = [:]
}

/// Where the result of a stage came from.
package enum StageWork: Hashable, Sendable {
    /// It held already.
    case held
    /// It was made: fetched or computed.
    case made
    /// The provider said that it has not changed.
    case unchanged
}

/// Takes one page through the stages, each checked before it is made, and its books into the catalogue.
struct PageImport: Sendable {
    let services: ImportServices
    let provider: Provider
    let page: Int
    let generations: [Stage: Int]
    /// Milliseconds since 1970: no request is sent after it.
    let limit: Int

    func run() async throws -> PageOutcome {
        var result = PageResult()
        let raw: StageEntry
        switch try await fetched(&result) {
        case .success(let entry): raw = entry
        case .failure(let obstacle): return obstacle.outcome
        }
        let mapped = try await stage(.mapped, of: raw, &result) {
            try JSONCoder.encode(MappedPage(raw.content, of: provider, page: page))
        }
        let books = try JSONCoder.decode(MappedPage.self, from: mapped.content)
        let calculated = try await stage(.calculated, of: mapped, &result) {
            try JSONCoder.encode(CalculatedPage(books))
        }
        let recommended = try await stage(.recommendation, of: mapped, &result) {
            try JSONCoder.encode(RecommendedPage(books, number: page))
        }
        try await publish(books, calculated, recommended)
        result.next = books.next
        result.rows = books.rows
        result.books = books.books.count
        result.rejected = books.rejected
        return .done(result)
    }

    // MARK: The stages that are computed

    private func stage(
        _ stage: Stage,
        of source: StageEntry,
        _ result: inout PageResult,
        make: () throws -> [UInt8]
    ) async throws -> StageEntry {
        let now = services.clock.now()
        let (held, decision) = try await lookUp(stage, source: source.fingerprint, now)
        if let held, decision == .keep {
            result.stages[stage] = .held
            return held
        }
        let entry = StageEntry(facts: facts(stage, source.fingerprint, nil), content: try make())
        try await services.stages.put(entry, key(stage), now: now)
        result.stages[stage] = .made
        return entry
    }

    /// What the stage has, and whether it holds.
    private func lookUp(_ stage: Stage, source: String, _ now: Int) async throws -> (StageEntry?, StageDecision) {
        func decide(_ facts: StageEntry.Facts?) -> StageDecision {
            StageDecision(stage, facts, generation: generation(stage), source: source, now: now)
        }
        let entry = try await services.stages.entry(key(stage), now: now) { decide($0) == .keep }
        return (entry, decide(entry?.facts))
    }

    private func key(_ stage: Stage) -> StageKey { StageKey(provider: provider.name, stage: stage, page: page) }

    private func generation(_ stage: Stage) -> Int { generations[stage] ?? 0 }

    private func facts(_ stage: Stage, _ source: String, _ etag: String?) -> StageEntry.Facts {
        .init(
            generation: generation(stage),
            version: stage.version,
            source: source,
            madeAt: services.clock.now(),
            etag: etag
        )
    }

    // MARK: The stage that is fetched

    /// Why there is no raw page.
    private struct Obstacle: Error {
        var outcome: PageOutcome
    }

    private func fetched(_ result: inout PageResult) async throws -> Result<StageEntry, Obstacle> {
        let source = provider.url(ofPage: page)
        let now = services.clock.now()
        let (held, decision) = try await lookUp(.raw, source: source, now)
        if let held, decision == .keep {
            result.stages[.raw] = .held
            return .success(held)
        }
        var etag: String?
        if case .ask(let known) = decision { etag = known }
        let turn = try await services.pace.reserve(provider.name, now: now, interval: provider.interval, limit: limit)
        switch turn {
        case .notBefore(let instant): return .failure(Obstacle(outcome: .notBefore(instant)))
        case .at(let instant): try await services.clock.sleep(instant - now)
        }
        switch try await services.source.fetch(page, of: provider, knownAs: etag, now: services.clock.now()) {
        case .page(let content, let etag):
            do throws(RowRejection) {
                _ = try provider.format.page(page, content)
            } catch {
                return .failure(Obstacle(outcome: .failed("the page is not what was agreed: \(error.reason)")))
            }
            result.stages[.raw] = .made
            return .success(try await keep(content, source, etag))
        case .unchanged:
            guard let held, etag != nil else {
                return .failure(
                    Obstacle(outcome: .failed("the provider answered 304 to a request without a condition"))
                )
            }
            result.stages[.raw] = .unchanged
            return .success(try await keep(held.content, source, etag))
        case .limited(let until):
            let now = services.clock.now()
            let instant = until ?? now + Int(services.random() * 2_000) + 1_000
            try await services.pace.block(provider.name, until: instant, now: now, interval: provider.interval)
            return .failure(Obstacle(outcome: .notBefore(min(instant, now + RequestPacer.longestBlock))))
        case .failed(let reason): return .failure(Obstacle(outcome: .failed(reason)))
        case .refused(let reason): return .failure(Obstacle(outcome: .refused(reason)))
        }
    }

    private func keep(_ content: [UInt8], _ source: String, _ etag: String?) async throws -> StageEntry {
        let entry = StageEntry(facts: facts(.raw, source, etag), content: content)
        try await services.stages.put(entry, key(.raw), now: services.clock.now())
        return entry
    }

    // MARK: The catalogue

    private func publish(_ page: MappedPage, _ calculated: StageEntry, _ recommended: StageEntry) async throws {
        let version = [calculated, recommended]
            .map { "\($0.facts.generation)-\($0.facts.source)-\($0.fingerprint)" }.joined(separator: ",")
        guard try await services.imports.published(self.page, of: provider.name) != version else { return }
        let indexed = try JSONCoder.decode(CalculatedPage.self, from: calculated.content).indexedBooks
        try await services.catalogue.publish(page.books.map(\.book), indexed: indexed)
        let best = try JSONCoder.decode(RecommendedPage.self, from: recommended.content)
        let bestOfAll = try await services.imports.merge(best, ofPage: self.page, of: provider.name)
        try await services.catalogue.recommend(bestOfAll.best.map(\.book_id))
        try await services.imports.setPublished(self.page, of: provider.name, version: version)
    }
}
