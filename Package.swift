// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A target in its folder of the same name under `Runtime`.
func runtime(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    path: String? = nil,
    resources: [Resource]? = nil
) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        path: path ?? "Runtime/\(name)",
        resources: resources,
        swiftSettings: strict
    )
}

/// The unit tests of one target, in `Tests/<name>Tests`.
func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.target(name: name)] + dependencies,
        path: "Tests/\(name)Tests",
        swiftSettings: strict
    )
}

/// For programs that run as functions. At a fixed address the loader has thousands of pointers fewer to adjust before
/// the first line runs, which is 4 % of a cold start.
let function: [LinkerSetting] = [
    .unsafeFlags(["-Xclang-linker", "-no-pie"], .when(platforms: [.linux], configuration: .release))
]

/// What the services stand on.
let service: [Target.Dependency] = ["JSON", "ServiceKit", "Storage", "Time", "Wire"]

let nio: [Target.Dependency] = ["NIOCore", "NIOPosix", "NIOHTTP1"].map { .product(name: $0, package: "swift-nio") }

let crypto: [Target.Dependency] = ["Crypto", "CryptoExtras"].map { .product(name: $0, package: "swift-crypto") }

let package = Package(
    name: "hearth",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "hearth", targets: ["hearth"]),
        .library(name: "LambdaRuntime", targets: ["LambdaRuntime"]),
        .library(name: "LambdaEvents", targets: ["LambdaEvents"]),
        .library(name: "AWSClient", targets: ["AWSClient"]),
        .library(name: "RedisClient", targets: ["RedisClient"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    ],
    targets: [
        // Values without I/O, on both sides of the wire.
        runtime("JSON"),
        runtime("LambdaEvents", ["JSON"]),

        // What functions import.
        .target(name: "CCurl", path: "Runtime/CCurl"),
        runtime("CurlHTTP", ["CCurl"]),
        .target(name: "CThrowTrace", path: "Runtime/CThrowTrace"),
        runtime("LambdaRuntime", ["CThrowTrace", "CurlHTTP", "JSON"]),
        .target(name: "CLibcurlNote", path: "Runtime/CLibcurlNote"),
        runtime("AWSClient", ["CLibcurlNote", "CurlHTTP", "JSON"]),
        runtime("RedisClient", ["CLibcurlNote", "CurlHTTP"]),

        // The emulator, from the bottom up.
        runtime("Time"),
        runtime("RegularExpressions"),
        runtime("Wire", ["JSON", "Time"]),
        runtime("ColdStart", ["Time"]),
        runtime("Simulator", ["ColdStart", "JSON", "Time"]),
        runtime("Recording", ["ColdStart", "JSON", "Time"]),
        runtime("Template", ["JSON", "RegularExpressions", "Time", "Wire", "Yams"]),
        runtime("HTTPListener", ["Time", "Wire"] + nio),
        .target(name: "CPageCache", path: "Runtime/CPageCache", linkerSettings: [.linkedLibrary("sqlite3")]),
        runtime(
            "Storage",
            [
                "CPageCache", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .systemLibrary(
            name: "CZlib",
            path: "Runtime/CZlib",
            pkgConfig: "zlib",
            providers: [.apt(["zlib1g-dev"])]
        ),
        runtime("Compression", ["CZlib"]),
        .target(name: "CLauncher", path: "Runtime/CLauncher"),
        runtime("Packaging", ["CLauncher", "Compression", "JSON"]),
        runtime("Deployment", ["AWSClient", "CurlHTTP", "JSON"]),
        runtime("ServiceKit", ["Compression", "JSON", "Storage", "Time", "Wire"]),
        runtime("SampleEvents", ["Compression", "JSON", "ServiceKit", "Wire"]),
        runtime("DynamoDB", service, path: "Runtime/Services/DynamoDB"),
        runtime("IAM", service, path: "Runtime/Services/IAM"),
        runtime("SSM", service + ["RegularExpressions"], path: "Runtime/Services/SSM"),
        runtime("STS", service, path: "Runtime/Services/STS"),
        runtime("SecretsManager", service + ["Schedules"], path: "Runtime/Services/SecretsManager"),
        runtime("SQS", service, path: "Runtime/Services/SQS"),
        runtime("EventPatterns", ["JSON"]),
        runtime("Schedules", ["Time", "Wire"]),
        runtime("Scheduler", service + ["Schedules"], path: "Runtime/Services/Scheduler"),
        runtime(
            "ApplicationAutoScaling",
            service + ["ColdStart", "Schedules"],
            path: "Runtime/Services/ApplicationAutoScaling"
        ),
        .target(name: "CSigning", path: "Runtime/CSigning"),
        runtime("SNS", service + ["CSigning", "EventPatterns"], path: "Runtime/Services/SNS"),
        runtime(
            "S3",
            service + [.product(name: "Crypto", package: "swift-crypto")],
            path: "Runtime/Services/S3"
        ),
        runtime("EventBridge", service + ["EventPatterns", "Schedules"], path: "Runtime/Services/EventBridge"),
        runtime("Metrics", service, path: "Runtime/Services/Metrics"),
        runtime("Logs", service + ["Compression", "RegularExpressions"], path: "Runtime/Services/Logs"),
        runtime("CProcess"),
        runtime("Processes", ["CProcess"]),
        runtime("Diagnosis"),
        runtime("Projects", ["JSON"]),
        runtime(
            "ElastiCache",
            ["HTTPListener", "Processes", "Time"],
            path: "Runtime/Services/ElastiCache"
        ),
        runtime(
            "Lambda",
            [
                "ColdStart", "Compression", "HTTPListener", "JSON", "Processes", "Recording", "RegularExpressions",
                "ServiceKit", "Storage", "Time", "Wire",
            ],
            resources: [.embedInCode("Runtimes/nodejs.mjs")]
        ),
        runtime("JWT", ["JSON", "Time"] + crypto),
        runtime(
            "Gateway",
            [
                "EventPatterns", "JSON", "JWT", "Lambda", "RegularExpressions", "ServiceKit", "Storage", "Template",
                "Time", "Wire",
            ] + crypto
        ),
        runtime("Faults", ["JSON", "ServiceKit", "Time", "Wire"]),
        runtime(
            "EventSources",
            ["ColdStart", "EventPatterns", "JSON", "Lambda", "ServiceKit", "Storage", "Time", "Wire"]
        ),
        .executableTarget(
            name: "hearth",
            dependencies: [
                "AWSClient",
                "ApplicationAutoScaling",
                "ColdStart",
                "CurlHTTP",
                "Deployment",
                "Diagnosis",
                "DynamoDB",
                "ElastiCache",
                "EventBridge",
                "EventSources",
                "Faults",
                "Gateway",
                "HTTPListener",
                "IAM",
                "JSON",
                "Lambda",
                "Loader",
                "Logs",
                "Metrics",
                "Packaging",
                "Processes",
                "Projects",
                "Recording",
                "RedisClient",
                "SNS",
                "SQS",
                "SSM",
                "S3",
                "STS",
                "SampleEvents",
                "Scheduler",
                "SecretsManager",
                "ServiceKit",
                "Simulator",
                "Storage",
                "Template",
                "Time",
                "Wire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Runtime/CLI",
            swiftSettings: strict
        ),

        // What the systems of functions share.
        .target(
            name: "Endpoints",
            dependencies: ["JSON", "LambdaEvents", "LambdaRuntime"],
            path: "Functions/Endpoints",
            swiftSettings: strict
        ),

        // The book service.
        .target(name: "BookCatalog", path: "Functions/Books/Catalog", swiftSettings: strict),
        .target(
            name: "BookTables",
            dependencies: ["AWSClient", "BookCatalog"],
            path: "Functions/Books/Tables",
            swiftSettings: strict
        ),
        .target(
            name: "BookImports",
            dependencies: ["AWSClient", "BookCatalog", "BookTables", "CurlHTTP", "JSON", "RedisClient"],
            path: "Functions/Books/Imports",
            swiftSettings: strict
        ),
        .target(
            name: "BookRecommendations",
            dependencies: ["BookCatalog", "BookTables"],
            path: "Functions/Books/Recommendations",
            swiftSettings: strict
        ),
        .target(
            name: "BookAccounts",
            dependencies: [
                "AWSClient", "JSON",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ],
            path: "Functions/Books/Accounts",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "Books",
            dependencies: [
                "AWSClient", "BookAccounts", "BookCatalog", "BookImports", "BookRecommendations", "BookTables",
                "Endpoints", "JSON",
                "LambdaEvents", "LambdaRuntime", "ProductCatalog", "RedisClient",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Functions/Books/Handlers",
            swiftSettings: strict,
            linkerSettings: function
        ),

        // The product catalogue.
        .target(
            name: "ProductCatalog",
            dependencies: ["JSON"],
            path: "Functions/Catalog/Products",
            swiftSettings: strict
        ),
        .target(
            name: "CatalogStores",
            dependencies: ["AWSClient", "JSON", "ProductCatalog", "RedisClient"],
            path: "Functions/Catalog/Stores",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "Catalog",
            dependencies: [
                "AWSClient", "CatalogStores", "Endpoints", "JSON", "LambdaEvents", "LambdaRuntime", "ProductCatalog",
                "RedisClient",
            ],
            path: "Functions/Catalog/Handlers",
            swiftSettings: strict,
            linkerSettings: function
        ),

        // What loads books.
        runtime("Loader", ["AWSClient", "BookCatalog", "BookTables", "JSON", "Time"]),

        // Benchmarks.
        .executableTarget(
            name: "BenchEcho",
            dependencies: ["LambdaEvents", "LambdaRuntime"],
            path: "Tests/Benchmarks/Echo",
            swiftSettings: strict,
            linkerSettings: function
        ),
        .executableTarget(
            name: "BenchListener",
            dependencies: ["HTTPListener", "Time", "Wire"],
            path: "Tests/Benchmarks/Listener",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "BenchSQLite",
            dependencies: [.product(name: "GRDBSQLite", package: "GRDB.swift")],
            path: "Tests/Benchmarks/SQLite",
            swiftSettings: strict
        ),

        .executableTarget(
            name: "BenchRoutes",
            dependencies: ["Gateway"],
            path: "Tests/Benchmarks/Routes",
            swiftSettings: strict
        ),

        // Gives arbitrary bytes to what reads the bytes of strangers; with libFuzzer by `make fuzz`.
        .executableTarget(
            name: "Fuzz",
            dependencies: ["Gateway", "HTTPListener", "JSON", "Lambda", "Template", "Time", "Wire"],
            path: "Tests/Fuzz",
            exclude: ["corpus"],
            swiftSettings: strict
        ),

        // What imports are tried out on.
        .executableTarget(
            name: "BookProvider",
            dependencies: [
                "BookCatalog", "HTTPListener", "JSON", "Loader", "Time", "Wire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Tests/BookProvider",
            swiftSettings: strict
        ),
        .target(
            name: "RecommendationQuality",
            dependencies: ["BookCatalog", "BookRecommendations", "BookTables"],
            path: "Tests/RecommendationQuality",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "BenchRecommendations",
            dependencies: ["BookCatalog", "BookRecommendations", "BookTables", "JSON", "RecommendationQuality"],
            path: "Tests/Benchmarks/Recommendations",
            swiftSettings: strict
        ),

        // Tests.
        .target(name: "SocketServer", path: "Tests/SocketServer", swiftSettings: strict),
        .target(name: "Programs", path: "Tests/Programs", swiftSettings: strict),
        .executableTarget(
            name: "StoreUnderLoad",
            dependencies: ["DynamoDB", "JSON", "ServiceKit", "Storage", "Time", "Wire"],
            path: "Tests/StoreUnderLoad",
            swiftSettings: strict
        ),
        .testTarget(
            name: "DurabilityTests",
            dependencies: ["Programs", "Storage", "StoreUnderLoad"],
            path: "Tests/DurabilityTests",
            swiftSettings: strict
        ),
        tests("JSON"),
        tests("Time"),
        tests("RegularExpressions"),
        tests("Wire", ["JSON", "Time"]),
        tests("Processes", ["Programs"]),
        tests("ColdStart", ["Time"]),
        tests("Simulator", ["ColdStart", "JSON", "Time"]),
        tests("Recording", ["ColdStart", "JSON", "Time"]),
        tests("HTTPListener", ["Time", "Wire"]),
        tests("CurlHTTP", ["SocketServer"]),
        tests("LambdaEvents", ["JSON"]),
        tests("LambdaRuntime", ["CurlHTTP", "JSON", "SocketServer"]),
        tests("AWSClient", ["JSON", "SocketServer"]),
        tests("ElastiCache", ["Processes", "Programs", "RedisClient", "Time"]),
        tests("RedisClient"),
        tests("Template", ["JSON", "RegularExpressions", "Wire"]),
        tests(
            "Gateway",
            ["JSON", "JWT", "Lambda", "RegularExpressions", "Storage", "Template", "Time", "Wire"] + crypto
        ),
        tests("JWT", ["JSON", "Time"] + crypto),
        tests(
            "EventSources",
            ["HTTPListener", "JSON", "Lambda", "Processes", "ServiceKit", "Storage", "Time", "Wire"]
        ),
        tests("Storage"),
        .target(name: "ZipWriting", path: "Tests/ZipWriting", swiftSettings: strict),
        tests("Compression", ["ZipWriting"]),
        tests("Packaging", ["JSON", "Programs"]),
        tests("Deployment", ["AWSClient", "JSON", "SocketServer"]),
        tests("Faults", ["JSON", "ServiceKit", "Storage", "Time", "Wire"]),
        tests("EventPatterns", ["JSON", "Time"]),
        tests("Schedules", ["Time", "Wire"]),
        tests("Scheduler", service + ["ServiceTesting"]),
        tests("ApplicationAutoScaling", service + ["ServiceTesting"]),
        tests("SNS", service + ["ServiceTesting"]),
        tests("S3", service),
        tests("EventBridge", service + ["ServiceTesting"]),
        tests("ServiceKit", ["Compression", "JSON", "Storage", "Time", "Wire"]),
        .target(
            name: "ServiceTesting",
            dependencies: service,
            path: "Tests/ServiceTesting",
            swiftSettings: strict
        ),
        tests("Diagnosis"),
        tests("Projects", ["JSON"]),
        tests("SampleEvents", ["Compression", "JSON", "LambdaEvents"]),
        tests("SQS", service),
        tests("DynamoDB", service + ["ServiceTesting"]),
        tests("IAM", service + ["ServiceTesting"]),
        tests("Metrics", service + ["ServiceTesting"]),
        tests("Logs", service + ["Compression", "ServiceTesting"]),
        tests("SSM", service + ["ServiceTesting"]),
        tests("STS", service + ["ServiceTesting"]),
        tests("SecretsManager", service + ["ServiceTesting"]),
        .testTarget(
            name: "BooksTests",
            dependencies: [
                "AWSClient", "BookAccounts", "BookCatalog", "BookImports", "BookRecommendations", "BookTables", "Books",
                "Endpoints", "JSON", "LambdaEvents", "LambdaRuntime", "Loader", "RecommendationQuality", "SocketServer",
                "Time",
            ],
            path: "Tests/BooksTests",
            swiftSettings: strict
        ),
        .testTarget(
            name: "CatalogTests",
            dependencies: [
                "AWSClient", "Catalog", "CatalogStores", "Endpoints", "JSON", "LambdaEvents", "LambdaRuntime",
                "ProductCatalog", "SocketServer",
            ],
            path: "Tests/CatalogTests",
            swiftSettings: strict
        ),
        .testTarget(name: "ArchitectureTests", path: "Tests/ArchitectureTests", swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "BookProvider", "Books", "Catalog", "ColdStart", "CurlHTTP", "JSON", "Programs", "Recording", "Time",
                "Wire", "ZipWriting", "hearth",
            ],
            path: "Tests/EndToEndTests",
            swiftSettings: strict
        ),
        tests(
            "Lambda",
            ["ColdStart", "HTTPListener", "JSON", "Processes", "Programs", "Storage", "Time", "Wire", "ZipWriting"]
        ),
    ]
)
