/// As much of an import as fits into one invocation.
package struct ImportSlice: Sendable {
    package enum Ending: Hashable, Sendable {
        /// The time was up: another worker has to be called.
        case handedOver
        /// It is completed, failed or paused.
        case ended
        /// There was nothing to do here: somebody else works on it, or it is over.
        case nothingToDo
    }

    let services: ImportServices
    let provider: Provider

    /// Milliseconds that a page may take: a slow provider and what is made of it. With less left, none is begun.
    private static let reserve = 25_000

    package init(services: ImportServices, provider: Provider) {
        self.services = services
        self.provider = provider
    }

    /// `owner`: the invocation's request id. `deadline`: when Lambda ends it, in milliseconds since 1970.
    package func run(_ id: String, owner: String, deadline: Int) async throws -> Ending {
        guard var state = try await services.imports.state(id), state.provider == provider.name else {
            return .nothingToDo
        }
        guard state.claim(owner: owner, deadline: deadline, now: now) == .granted,
            try await services.imports.advance(state)
        else { return .nothingToDo }
        let end = deadline - Self.reserve
        while true {
            guard now < end else { return try await handOver(&state) }
            if let instant = state.notBefore, instant > now { try await services.clock.sleep(min(instant, end) - now) }
            guard now < end else { return try await handOver(&state) }
            let delay = try await step(&state, before: end)
            guard try await services.imports.advance(state) else { return .nothingToDo }
            guard state.status == .running else { return .ended }
            try await services.clock.sleep(min(delay, end - now))
        }
    }

    /// Works on one page; milliseconds to wait before the next.
    private func step(_ state: inout ImportState, before end: Int) async throws -> Int {
        let page = PageImport(
            services: services,
            provider: provider,
            page: state.page,
            generations: try await services.stages.archive.generations(of: provider.name),
            limit: end
        )
        switch try await page.run() {
        case .done(let result): state.finishPage(result, now: now)
        case .notBefore(let instant): state.wait(until: instant, now: now)
        case .refused(let reason): state.refuse(reason, now: now)
        case .failed(let reason): return state.failPage(reason, jitter: services.random(), now: now) ?? 0
        }
        return 0
    }

    private func handOver(_ state: inout ImportState) async throws -> Ending {
        state.handOver(now: now)
        return try await services.imports.advance(state) ? .handedOver : .nothingToDo
    }

    private var now: Int { services.clock.now() }
}
