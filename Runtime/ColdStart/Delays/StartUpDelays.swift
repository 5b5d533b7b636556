/// What a cold start takes before the handler runs, in seconds.
package struct StartUpDelays: Sendable, Hashable {
    /// Fetching the code and starting the microVM: it delays the invocation, and no report or bill shows it.
    package var preparation: Distribution
    /// The init phase: reported as `Init Duration` and billed.
    package var initialization: Distribution
    /// With SnapStart: takes the place of the init phase in a new environment, but not after a crash, and is billed.
    package var restore: Distribution?

    package init(
        preparation: Distribution = .constant(0),
        initialization: Distribution = .constant(0),
        restore: Distribution? = nil
    ) {
        self.preparation = preparation
        self.initialization = initialization
        self.restore = restore
    }

    /// What a new environment does before its handler runs: init, or restore.
    package var start: Distribution { restore ?? initialization }

    package var mean: Double { preparation.mean + start.mean }
}

extension StartUpDelays {
    /// A runtime for which init durations have been published.
    package enum PublishedRuntime: String, Sendable, Hashable, CaseIterable {
        case rust = "provided.al2023-rust"
        case cpp = "provided.al2023-cpp"
        case go = "provided.al2023-go"
        case swift = "provided.al2-swift"
        case llrt = "llrt"
        case python = "python3.13"
        case node = "nodejs22"
        case java = "java21"
        case dotnet = "dotnet8"

        /// What a function with this `Runtime` starts like: of those that bring their own, Swift's. `nil` where nothing like
        /// it has been published.
        package init?(lambdaRuntime: String) {
            let families: [(String, Self)] = [
                ("provided", .swift), ("python", .python), ("nodejs", .node), ("java", .java), ("dotnet", .dotnet),
                ("go", .go),
            ]
            guard let family = families.first(where: { lambdaRuntime.hasPrefix($0.0) }) else { return nil }
            self = family.1
        }
    }

    /// Mean, least and most of ten starts of a hello-world function as zip, in milliseconds; the mean alone where no more is
    /// published (maxday/lambda-perf, data/2026-08-22.json).
    private static func published(
        _ runtime: PublishedRuntime,
        _ architecture: PriceTable.Architecture
    ) -> (mean: Double, least: Double?, most: Double?) {
        switch (runtime, architecture) {
        case (.rust, .x86): (15, 14, 16)
        case (.rust, .arm64): (14, 12, 15)
        case (.cpp, .x86): (66, 57, 75)
        case (.cpp, .arm64): (49, 42, 55)
        case (.go, .x86): (50, 44, 53)
        case (.go, .arm64): (44, 43, 45)
        case (.swift, .x86): (129, 125, 133)
        case (.swift, .arm64): (103, 87, 116)
        case (.llrt, .x86): (68, nil, nil)
        case (.llrt, .arm64): (62, nil, nil)
        case (.python, .x86): (84, 79, 91)
        case (.python, .arm64): (85, 70, 141)
        case (.node, .x86): (140, 119, 156)
        case (.node, .arm64): (127, nil, nil)
        case (.java, .x86): (235, 206, 254)
        case (.java, .arm64): (246, nil, nil)
        case (.dotnet, .x86): (238, nil, nil)
        case (.dotnet, .arm64): (299, nil, nil)
        }
    }

    /// Init as published at 1,024 MB (it hardly depends on memory), and the time before it by the size of the zip file.
    /// That is estimated: a microVM starts in as little as 125 ms (AWS on Firecracker, 2018), and measurements of zip files
    /// are flat to a few MB, then rise by 4 to 8 ms/MB.
    package static func published(
        _ runtime: PublishedRuntime,
        _ architecture: PriceTable.Architecture = .x86,
        packageMegabytes: Double = 1
    ) -> StartUpDelays {
        let (mean, least, most) = published(runtime, architecture)
        let initialization: Distribution =
            if let least, let most {
                // The mean of the law is the published mean: half the chance below it, half above, tilted to fit.
                .quantiles(tilted(mean: mean / 1_000, least: least / 1_000, most: most / 1_000))
            } else {
                .constant(mean / 1_000)
            }
        let download = max(0, packageMegabytes - 5) * 0.006
        return StartUpDelays(
            preparation: .logNormal(median: 0.125 + download, deviation: 0.25),
            initialization: initialization
        )
    }

    /// Two even stretches, least to mean and mean to most, with the chances that make the mean what it is.
    private static func tilted(mean: Double, least: Double, most: Double) -> [Distribution.Quantile] {
        let width = most - least
        let below = width > 0 ? (most - mean) / width : 0.5
        return [
            Distribution.Quantile(share: 0, value: least),
            Distribution.Quantile(share: min(1, max(0, below)), value: mean),
            Distribution.Quantile(share: 1, value: most),
        ]
    }
}
