import Foundation
import Testing

/// The layers of README's "How it fits together", held against the import lines: a target imports lower layers, never a
/// neighbour, and the two islands never import each other.
@Suite struct ImportTests {
    /// What each folder may import of this project and of its packages.
    private static let allowed: [String: Set<String>] = [
        // Shared by both islands.
        "Runtime/JSON": [],
        // What functions import.
        "Runtime/CurlHTTP": ["CCurl"],
        "Runtime/LambdaEvents": ["JSON"],
        "Runtime/LambdaRuntime": ["CThrowTrace", "CurlHTTP", "JSON"],
        "Runtime/AWSClient": ["CurlHTTP", "JSON"],
        "Runtime/RedisClient": ["CurlHTTP"],
        "Functions/Endpoints": ["JSON", "LambdaEvents", "LambdaRuntime"],
        "Functions/Books/Accounts": ["AWSClient", "Crypto", "CryptoExtras", "JSON"],
        "Functions/Books/Catalog": [],
        "Functions/Books/Tables": ["AWSClient", "BookCatalog"],
        "Functions/Books/Imports": ["AWSClient", "BookCatalog", "BookTables", "CurlHTTP", "JSON", "RedisClient"],
        "Functions/Books/Recommendations": ["BookCatalog", "BookTables"],
        "Functions/Books/Handlers": [
            "AWSClient", "BookAccounts", "BookCatalog", "BookImports", "BookRecommendations", "BookTables", "Crypto",
            "Endpoints", "JSON",
            "LambdaEvents", "LambdaRuntime", "ProductCatalog", "RedisClient",
        ],
        "Functions/Catalog/Products": ["JSON"],
        "Functions/Catalog/Stores": ["AWSClient", "JSON", "ProductCatalog", "RedisClient"],
        "Functions/Catalog/Handlers": [
            "AWSClient", "CatalogStores", "Endpoints", "JSON", "LambdaEvents", "LambdaRuntime", "ProductCatalog",
            "RedisClient",
        ],
        // The emulator.
        "Runtime/Time": [],
        "Runtime/RegularExpressions": [],
        "Runtime/Wire": ["JSON", "Time"],
        "Runtime/ColdStart": ["Time"],
        "Runtime/Simulator": ["ColdStart", "JSON", "Time"],
        "Runtime/Recording": ["ColdStart", "JSON", "Time"],
        "Runtime/Template": ["JSON", "RegularExpressions", "Time", "Wire", "Yams"],
        "Runtime/HTTPListener": ["NIOCore", "NIOHTTP1", "NIOPosix", "Time", "Wire"],
        "Runtime/Storage": ["CPageCache", "GRDB", "GRDBSQLite"],
        "Runtime/Compression": ["CZlib"],
        "Runtime/Deployment": ["AWSClient", "CurlHTTP", "JSON"],
        "Runtime/Packaging": ["CLauncher", "Compression", "JSON"],
        "Runtime/ServiceKit": ["Compression", "JSON", "Storage", "Time", "Wire"],
        "Runtime/SampleEvents": ["Compression", "JSON", "ServiceKit", "Wire"],
        "Runtime/Services/DynamoDB": ["JSON", "ServiceKit", "Storage", "Time", "Wire"],
        "Runtime/Services/IAM": ["JSON", "ServiceKit", "Storage", "Time", "Wire"],
        "Runtime/Services/STS": ["JSON", "ServiceKit", "Storage", "Time", "Wire"],
        "Runtime/Services/SSM": ["JSON", "RegularExpressions", "ServiceKit", "Storage", "Time", "Wire"],
        "Runtime/Services/SecretsManager": ["JSON", "Schedules", "ServiceKit", "Storage", "Time", "Wire"],
        "Runtime/Services/Logs": [
            "Compression", "JSON", "RegularExpressions", "ServiceKit", "Storage", "Time", "Wire",
        ],
        "Runtime/Services/Metrics": ["JSON", "ServiceKit", "Storage", "Time", "Wire"],
        "Runtime/Services/SQS": ["JSON", "ServiceKit", "Storage", "Time", "Wire"],
        "Runtime/Faults": ["JSON", "ServiceKit", "Time", "Wire"],
        "Runtime/EventPatterns": ["JSON"],
        "Runtime/Schedules": ["Time", "Wire"],
        "Runtime/Services/Scheduler": ["JSON", "Schedules", "ServiceKit", "Storage", "Time", "Wire"],
        "Runtime/Services/ApplicationAutoScaling": [
            "ColdStart", "JSON", "Schedules", "ServiceKit", "Storage", "Time", "Wire",
        ],
        "Runtime/Services/SNS": ["CSigning", "EventPatterns", "JSON", "ServiceKit", "Storage", "Time", "Wire"],
        "Runtime/Services/S3": ["Crypto", "JSON", "ServiceKit", "Storage", "Time", "Wire"],
        "Runtime/Services/EventBridge": [
            "EventPatterns", "JSON", "Schedules", "ServiceKit", "Storage", "Time", "Wire",
        ],
        "Runtime/Processes": ["CProcess"],
        "Runtime/Diagnosis": [],
        "Runtime/Projects": ["JSON"],
        "Runtime/Services/ElastiCache": ["HTTPListener", "Processes", "Time"],
        "Runtime/Lambda": [
            "ColdStart", "Compression", "HTTPListener", "JSON", "Processes", "Recording", "RegularExpressions",
            "ServiceKit", "Storage", "Time", "Wire",
        ],
        "Runtime/JWT": ["Crypto", "CryptoExtras", "JSON", "Time"],
        "Runtime/Gateway": [
            "Crypto", "EventPatterns", "JSON", "JWT", "Lambda", "RegularExpressions", "ServiceKit", "Storage",
            "Template",
            "Time", "Wire",
        ],
        "Runtime/EventSources": [
            "ColdStart", "EventPatterns", "JSON", "Lambda", "ServiceKit", "Storage", "Time", "Wire",
        ],
        "Runtime/Loader": ["AWSClient", "BookCatalog", "BookTables", "JSON", "Time"],
    ]

    /// The system's, which any target may import.
    private static let system: Set = ["Darwin", "Dispatch", "FoundationEssentials", "Glibc", "Musl", "Synchronization"]

    @Test(arguments: allowed.keys.sorted())
    func importsOnlyWhatItsLayerMay(_ folder: String) throws {
        let allowed = try #require(Self.allowed[folder]).union(Self.system)
        for (file, text) in try Source.files(in: folder) {
            for module in Source.imports(text) {
                #expect(allowed.contains(module), "\(file) imports \(module)")
            }
        }
    }

    @Test func everyFolderHasItsRule() throws {
        // The command assembles everything, C targets import nothing.
        let known = Set(Self.allowed.keys).union([
            "Runtime/CLI", "Runtime/CCurl", "Runtime/CLauncher", "Runtime/CLibcurlNote", "Runtime/CPageCache",
            "Runtime/CProcess", "Runtime/CSigning", "Runtime/CThrowTrace", "Runtime/CZlib",
        ])
        var folders: Set<String> = []
        for top in ["Runtime", "Runtime/Services"] { folders.formUnion(try Source.folders(in: top)) }
        #expect(folders.subtracting(known) == ["Runtime/Services"])
    }

    /// Optimized, a child of a task group that returns a tuple with an `await` behind a part loses that part:
    /// https://github.com/swiftlang/swift/pull/91911
    @Test func noChildReturnsATupleThatWaits() throws {
        let pattern = /(return|addTask \{) \([\w.]+, .*\bawait\b/
        for folder in ["Runtime", "Functions"] {
            for (file, text) in try Source.files(in: folder) {
                for line in text.split(separator: "\n") {
                    #expect(!line.contains(pattern), "\(file): \(line)")
                }
            }
        }
    }

    /// The standard library's expressions may take time without end, which others' expressions and texts must not.
    @Test func nobodyReadsExpressionsWithTheStandardLibrary() throws {
        for (file, text) in try Source.files(in: "Runtime") {
            #expect(!text.contains(/\bRegex\(/), "\(file) uses Regex")
        }
    }

    /// Time is handed in, so that tests and simulations need not wait. Functions and their libraries run on Lambda,
    /// where there is no other clock than the machine's.
    @Test func nobodyButTimeReadsAClock() throws {
        let clocks = ["Date()", "Task.sleep", "UUID()", "ContinuousClock", "clock_gettime", "gettimeofday", "Date.now"]
        let onLambda = [
            "Runtime/AWSClient", "Runtime/CurlHTTP", "Runtime/LambdaRuntime", "Runtime/LambdaEvents",
            "Runtime/RedisClient",
        ]
        // What a process has computed is no time of day.
        let processors = "Runtime/Processes/ProcessorTime.swift"
        for (file, text) in try Source.files(in: "Runtime")
        where !file.hasPrefix("Runtime/Time/") && file != processors && !onLambda.contains(where: file.hasPrefix) {
            for clock in clocks { #expect(!text.contains(clock), "\(file) uses \(clock)") }
        }
    }
}

/// The project's own source files.
private enum Source {
    private static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// Paths from the top of the repository, with texts.
    static func files(in folder: String) throws -> [(String, String)] {
        let names =
            FileManager.default.enumerator(atPath: "\(repository)/\(folder)")?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(".swift") }.map { name in
            (
                "\(folder)/\(name)",
                try String(contentsOfFile: "\(repository)/\(folder)/\(name)", encoding: .utf8)
            )
        }
    }

    static func folders(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(repository)/\(folder)").map { "\(folder)/\($0)" }
    }

    /// The modules that a file imports; what its string literals say does not count.
    static func imports(_ text: String) -> [String] {
        var isInLiteral = false
        return text.split(separator: "\n").compactMap { line in
            if !line.ranges(of: "\"\"\"").count.isMultiple(of: 2) { isInLiteral.toggle() }
            if isInLiteral { return nil }
            let words = line.split(separator: " ").drop { $0.hasPrefix("@") || $0 == "public" || $0 == "package" }
            return words.first == "import" ? words.dropFirst().first.map(String.init) : nil
        }
    }
}
