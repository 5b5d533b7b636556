/// What an import works with.
package struct ImportServices: Sendable {
    package var stages: StageStore
    package var source: any PageSource
    package var pace: any Pace
    package var imports: any ImportStore
    package var catalogue: any Catalogue
    package var clock: ImportClock
    /// Anything from 0 to 1.
    package var random: @Sendable () -> Double = { Double.random(in: 0...1) }

    package init(
        stages: StageStore,
        source: any PageSource,
        pace: any Pace,
        imports: any ImportStore,
        catalogue: any Catalogue,
        clock: ImportClock
    ) {
        self.stages = stages
        self.source = source
        self.pace = pace
        self.imports = imports
        self.catalogue = catalogue
        self.clock = clock
    }
}

/// The time that imports go by.
package struct ImportClock: Sendable {
    /// Milliseconds since 1970.
    package var now: @Sendable () -> Int
    /// Waits for so many milliseconds; not at all when they are not positive.
    package var sleep: @Sendable (Int) async throws -> Void

    package init(now: @escaping @Sendable () -> Int, sleep: @escaping @Sendable (Int) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }
}
