import ArgumentParser
import HTTPListener
import Time
import UnixSignals

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@main struct BookProviderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "BookProvider",
        abstract: "A made-up third party's book-data API, to try imports out on.",
        discussion: """
            Serves GET /v1/books?page=1&per_page=50 to those who send the key as X-Api-Key,
            and GET /v1/stats to everybody: how often it was asked and what it answered.
            The same seed gives the same books, failures and malformed rows.

            EXAMPLES
              BookProvider
              BookProvider --books 5000 --malformed-rate 0.02 --error-rate 0.05
              BookProvider --requests-per-second 2 --slow-rate 0.1 --slow-milliseconds 3000
            """
    )

    @Option(help: "0 takes any free one.") var port = 8090
    @Option(help: "The key that callers must send.") var apiKey = "for-trying-out"
    @Option(help: "How many books there are.") var books = 500
    @Option(help: "The same seed makes up the same books and troubles.") var seed: UInt64 = 1
    @Option(help: "With each revision the first book has another title.") var revision = 1
    @Option(help: "More requests are answered 429, with Retry-After; 0 for no limit.") var requestsPerSecond = 10.0
    @Option(help: "Requests that may come at once before the limit counts.") var burst = 10
    @Option(help: "The Retry-After of a 429, in seconds.") var retryAfter = 1
    @Option(help: "The share of requests that are answered 500.") var errorRate = 0.0
    @Option(help: "The share of requests that are answered late.") var slowRate = 0.0
    @Option(help: "How late.") var slowMilliseconds = 2_000
    @Option(help: "The share of rows that are malformed.") var malformedRate = 0.0
    @Flag(help: "Answer without ETag, and never 304.") var noEtag = false

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be 0 to 65535.") }
        guard (0...1_000_000).contains(books) else { throw ValidationError("--books must be 0 to 1000000.") }
        for (name, rate) in [
            ("--error-rate", errorRate), ("--slow-rate", slowRate), ("--malformed-rate", malformedRate),
        ] where !(0...1).contains(rate) {
            throw ValidationError("\(name) must be 0 to 1.")
        }
        guard (0...1_000_000).contains(requestsPerSecond), (1...1_000_000).contains(burst),
            (0...3_600).contains(retryAfter), (0...600_000).contains(slowMilliseconds)
        else { throw ValidationError("Limits and times must not be negative, and the times not more than an hour.") }
    }

    func run() async throws {
        let time = SystemTime()
        let loop = EventLoopThread()
        let shelf = Shelf(count: books, seed: seed, revision: revision, malformedRate: malformedRate)
        let troubles = Troubles(
            seed: seed,
            errorRate: errorRate,
            slowRate: slowRate,
            slowness: .milliseconds(slowMilliseconds)
        )
        let limit = RateLimit(requestsPerSecond: requestsPerSecond, burst: burst, retryAfter: retryAfter)
        let handler = BookProviderHandler(
            shelf: shelf,
            apiKey: apiKey,
            sendsETags: !noEtag,
            troubles: troubles,
            limit: limit,
            time: time
        )
        let listener = try await HTTPListener.bind(
            on: loop,
            host: "127.0.0.1",
            port: port,
            time: time,
            handler: handler
        )
        print("http://127.0.0.1:\(listener.port)/v1/books  \(books) books. Ctrl-C stops.")
        fflush(nil)
        for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { break }
        listener.abort()
        await loop.shutdown()
    }
}
