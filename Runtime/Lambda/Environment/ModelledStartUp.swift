import ColdStart
import Time

/// How long a cold start takes where it is to feel as on Lambda.
struct ModelledStartUp {
    /// From the invocation to the start of the process: the code is fetched and the microVM starts.
    let preparation: Duration
    /// From the start of the process to the end of its init phase, at least.
    let initialization: Duration

    /// The next draw from what has been published of the function's runtime.
    init(of function: FunctionConfiguration, seed: UInt64) {
        let megabytes = function.bootstrapCandidates.compactMap(FileSystem.version(of:)).first.map { $0.size } ?? 0
        // Programs take about a third of their size in a zip file.
        let delays = StartUpDelays.published(
            Self.runtime(function.runtime),
            packageMegabytes: Double(megabytes) / 3_000_000
        )
        var random = SeededRandom(seed: seed)
        preparation = .seconds(delays.preparation.sample(&random))
        initialization = .seconds(delays.initialization.sample(&random))
    }

    /// The nearest of those for which figures have been published.
    private static func runtime(_ name: String) -> StartUpDelays.PublishedRuntime {
        let families: [(String, StartUpDelays.PublishedRuntime)] = [
            ("python", .python), ("node", .node), ("java", .java), ("dotnet", .dotnet), ("go", .go),
        ]
        return families.first { name.hasPrefix($0.0) }?.1 ?? .swift
    }
}
