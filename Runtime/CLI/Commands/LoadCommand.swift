import AWSClient
import ArgumentParser
import JSON
import Loader
import Time

struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Loads books and ratings into a Hearth that runs.",
        discussion: """
            Files are JSON Lines, CSV with a header, or rows of an Open Library dump. A
            load that was broken off goes on where it was when it is started again.

            EXAMPLES
              hearth load books Functions/Books/Data/classics.jsonl
              hearth load ratings ratings.csv
              gunzip -c dump.txt.gz | hearth load books -
              hearth load books --generate 50000 --seed 1
            """,
        subcommands: [LoadBooks.self, LoadRatings.self]
    )
}

/// What both kinds of load take.
struct LoadOptions: ParsableArguments {
    @Argument(help: "The files to load; - is standard input.")
    var files: [String] = []

    @Option(help: ArgumentHelp("Make up so many rows instead.", valueName: "count"))
    var generate: Int?

    @Option(help: "The same seed makes up the same rows.")
    var seed: UInt64 = 1

    @Option(help: "The AWS endpoint of the Hearth to load into.")
    var endpointURL: String?

    @Option(help: "Where the state of that Hearth is kept.")
    var dataDir: String = ".hearth"

    @Option(help: "The region that the tables are in.")
    var region: String = "us-east-1"

    @Option(help: "How to print the summary.")
    var output: OutputFormat = .text

    func validate() throws {
        if files.isEmpty == (generate == nil) {
            throw ValidationError("Name the files to load, or say with --generate how many rows to make up.")
        }
        if let generate, generate < 1 { throw ValidationError("--generate must be at least 1.") }
    }

    private var source: LoadSource { generate.map { .generated(count: $0, seed: seed) } ?? .files(files) }

    private func loader() async throws(CommandError) -> Loader {
        let discovery = EndpointDiscovery(explicit: endpointURL, state: StateDirectory(path: dataDir))
        var configuration = AWSConfiguration(
            region: region,
            credentials: AWSCredentials(accessKeyID: "hearth", secretAccessKey: "hearth"),
            endpoint: try await discovery.required()
        )
        // A busy table is waited for longer than a request would.
        configuration.maximumAttempts = 12
        let checkpoints = generate == nil ? "\(dataDir)/loads" : nil
        return Loader(
            dynamoDB: DynamoDB(configuration: configuration),
            time: SystemTime(),
            checkpointDirectory: checkpoints
        )
    }

    func run(
        _ what: String,
        _ load: (Loader, LoadSource, @escaping @Sendable (LoadProgress) -> Void) async throws -> LoadSummary
    ) async throws {
        let console = Console()
        let bar = ProgressBar(console)
        do {
            let summary = try await load(try await loader(), source) { bar.show($0) }
            bar.clear()
            switch output {
            case .text: console.print(LoadReport(what: what, summary: summary).text)
            case .json: console.print(LoadReport(what: what, summary: summary).json.text)
            }
        } catch {
            bar.clear()
            console.error("\(error)")
            throw ExitCode.failure
        }
    }
}

struct LoadBooks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "books",
        abstract: "Loads books; one that is there already is replaced and keeps its ratings."
    )

    @OptionGroup var options: LoadOptions

    func run() async throws {
        try await options.run("books") { try await $0.loadBooks(from: $1, progress: $2) }
    }
}

struct LoadRatings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ratings",
        abstract: "Loads ratings; a reader's new rating of a book replaces an old one."
    )

    @OptionGroup var options: LoadOptions

    func run() async throws {
        try await options.run("ratings") { try await $0.loadRatings(from: $1, progress: $2) }
    }
}

/// What a load did, for people and for programs.
struct LoadReport {
    var what: String
    var summary: LoadSummary

    var text: String {
        var lines = ["\(summary.written) \(what) loaded, \(summary.rejected.count) of \(summary.rows) rows rejected"]
        if summary.resumed > 0 { lines.append("  \(summary.resumed) rows had been loaded before") }
        if summary.passedOver > 0 { lines.append("  \(summary.passedOver) rows passed over: they are not \(what)") }
        for (reason, entry) in reasons {
            lines.append("  \(entry.count) × \(reason)")
            lines += entry.examples.map { "      line \($0.line): \($0.text)" }
        }
        return lines.joined(separator: "\n")
    }

    var json: JSON {
        [
            "rows": JSON(summary.rows), "written": JSON(summary.written), "resumed": JSON(summary.resumed),
            "passedOver": JSON(summary.passedOver), "indexTerms": JSON(summary.indexTerms),
            "recounted": JSON(summary.recounted), "rejected": JSON(summary.rejected.count),
            "rejections": .array(
                reasons.map { reason, entry in
                    [
                        "reason": .string(reason), "count": JSON(entry.count),
                        "lines": .array(entry.examples.map { JSON($0.line) }),
                    ]
                }
            ),
        ]
    }

    private var reasons: [(key: String, value: Rejections.Reason)] {
        summary.rejected.reasons.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    }
}
