import JSON
import ServiceKit
import Time
import Wire

/// A function as the API shows it.
/// https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
struct FunctionDescription {
    let function: FunctionConfiguration
    /// `$LATEST` or a number.
    let version: String
    /// With the qualifier that was asked for, or without.
    let arn: String
    let code: FunctionCode

    var json: JSON {
        var json = JSON.Object([
            ("FunctionName", .string(function.name)),
            ("FunctionArn", .string(arn)),
            ("Runtime", .string(function.runtime)),
            ("Role", .string(function.role ?? "")),
            ("Handler", .string(function.handler)),
            ("CodeSize", JSON(code.size)),
            ("Description", .string(function.description ?? "")),
            ("Timeout", JSON(function.timeout.components.seconds)),
            ("MemorySize", JSON(function.memorySize)),
            ("LastModified", .string(code.lastModified.lambdaText)),
            ("CodeSha256", .string(code.digest)),
            ("Version", .string(version)),
            ("TracingConfig", ["Mode": .string(function.tracingMode)]),
            ("RevisionId", .string(revisionID)),
            ("State", "Active"),
            ("LastUpdateStatus", "Successful"),
            ("PackageType", "Zip"),
            ("Architectures", .array(function.architectures.map { .string($0) })),
            ("EphemeralStorage", ["Size": JSON(function.ephemeralStorage)]),
            ("SnapStart", ["ApplyOn": "None", "OptimizationStatus": "Off"]),
            ("LoggingConfig", ["LogFormat": "Text", "LogGroup": .string(function.logGroup)]),
        ])
        if !function.environment.isEmpty { json["Environment"] = ["Variables": environment] }
        if let target = function.deadLetterTarget {
            json["DeadLetterConfig"] = ["TargetArn": .string(target.description)]
        }
        return .object(json)
    }

    private var environment: JSON {
        .object(JSON.Object(function.environment.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
    }

    /// Another one for each content of the program.
    private var revisionID: String {
        let text = "\(arn) \(code.lastModified.nanosecondsSinceEpoch) \(code.size)"
        let seed = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return IDSource(seed: seed).uuid()
    }
}

extension Timestamp {
    /// `2026-11-21T03:04:05.678+0000`.
    fileprivate var lambdaText: String { iso8601Milliseconds.dropLast() + "+0000" }
}
