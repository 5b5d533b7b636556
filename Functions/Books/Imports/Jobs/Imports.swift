/// What can be asked of imports.
package struct Imports: Sendable {
    let services: ImportServices

    private static let attempts = 10

    package init(_ services: ImportServices) { self.services = services }

    /// The provider's unfinished import, or a new one; and whether a worker has to be called for it.
    package func start(
        _ provider: Provider,
        lastPage: Int?,
        makeID: @Sendable () -> String
    ) async throws -> (state: ImportState, needsWorker: Bool) {
        for _ in 0..<Self.attempts {
            let now = services.clock.now()
            let latest = try await services.imports.latest(of: provider.name)
            if var state = latest, !state.isFinished {
                guard state.resume(lastPage: lastPage, now: now) else { return (state, false) }
                if try await services.imports.advance(state) { return (state, true) }
            } else {
                let state = ImportState(id: makeID(), provider: provider.name, lastPage: lastPage, now: now)
                if try await services.imports.begin(state, after: latest?.id) { return (state, true) }
            }
        }
        throw ContendedImport(provider: provider.name)
    }

    package func state(_ id: String) async throws -> ImportState? { try await services.imports.state(id) }

    /// The provider's latest import.
    package func latest(of provider: String) async throws -> ImportState? {
        try await services.imports.latest(of: provider)
    }

    package func best(of provider: String) async throws -> RecommendedPage {
        try await services.imports.best(of: provider)
    }

    /// What the stage and those behind it hold is made anew when it is wanted next.
    package func invalidate(_ stage: Stage, of provider: String) async throws {
        try await services.stages.archive.invalidate(stage.andFollowing, of: provider)
    }
}

/// Others kept starting imports of the provider.
package struct ContendedImport: Error, Hashable {
    package var provider: String
}
