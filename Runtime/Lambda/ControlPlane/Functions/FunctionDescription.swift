import JSON
import ServiceKit
import ServiceKit
import Time
import Wire

/// A function as the API shows it.
/// https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html
struct FunctionDescription {
    var function: FunctionConfiguration
    /// With the qualifier that was asked for, or without.
    let arn: String
    let code: FunctionCode
    /// What is being done to it.
    let change: FunctionChange?

    var json: JSON {
        var json = JSON.Object([
            ("FunctionName", .string(function.name)),
            ("FunctionArn", .string(arn)),
        ])
        if !isImage { json["Runtime"] = .string(function.runtime) }
        json["Role"] = .string(function.role ?? "")
        if !isImage { json["Handler"] = .string(function.handler) }
        let rest: [(String, JSON)] = [
            ("CodeSize", JSON(code.size)),
            ("Description", .string(function.description ?? "")),
            ("Timeout", JSON(function.timeout.components.seconds)),
            ("MemorySize", JSON(function.memorySize)),
            ("LastModified", .string(lastModified.lambdaText)),
            ("CodeSha256", .string(code.digest)),
            ("Version", .string(function.version)),
            ("TracingConfig", ["Mode": .string(function.tracingMode)]),
            ("RevisionId", .string(revisionID)),
            ("PackageType", .string(function.packageType)),
            ("Architectures", .array(function.architectures.map { .string($0) })),
            ("EphemeralStorage", ["Size": JSON(function.ephemeralStorage)]),
            ("SnapStart", ["ApplyOn": "None", "OptimizationStatus": "Off"]),
            ("LoggingConfig", function.logging.json(group: function.logGroup)),
        ]
        for (name, value) in rest + state + function.shownAlone.members.map({ ($0.key, $0.value) }) {
            json[name] = value
        }
        if !isImage {
            let version = SHA256.hex(Array(function.runtime.utf8))
            let region = arn.split(separator: ":").dropFirst(3).first ?? ""
            json["RuntimeVersionConfig"] = [
                "RuntimeVersionArn": .string("arn:aws:lambda:\(region)::runtime:\(version)")
            ]
        }
        if !function.environment.isEmpty { json["Environment"] = ["Variables": .texts(function.environment)] }
        if !function.layers.isEmpty {
            json["Layers"] = .array(
                function.layers.map { ["Arn": .string($0.arn), "CodeSize": JSON($0.codeSize)] }
            )
        }
        if let target = function.deadLetterTarget {
            json["DeadLetterConfig"] = ["TargetArn": .string(target.description)]
        }
        return .object(json)
    }

    /// As lists show it, which say nothing of its state.
    var listed: JSON {
        guard case .object(var json) = json else { return .null }
        for name in state.map(\.0) + ["RuntimeVersionConfig"] { json[name] = nil }
        return .object(json)
    }

    private var lastModified: Timestamp {
        function.lastModified ?? code.lastModified ?? Timestamp(nanosecondsSinceEpoch: 0)
    }

    private var isImage: Bool { function.packageType == "Image" }

    private var state: [(String, JSON)] {
        switch change {
        case nil: [("State", "Active"), ("LastUpdateStatus", "Successful")]
        case .creation:
            [
                ("State", "Pending"), ("StateReason", "The function is being created."),
                ("StateReasonCode", "Creating"),
            ]
        case .update:
            [
                ("State", "Active"), ("LastUpdateStatus", "InProgress"),
                ("LastUpdateStatusReason", "The function is being created."),
                ("LastUpdateStatusReasonCode", "Creating"),
            ]
        }
    }

    /// Another one for each change; where none was made by a caller, one for each content of the code.
    var revisionID: String {
        if let known = function.revisionID { return known }
        return IDSource(seed: "\(arn) \(code.digest)".stableHash).uuid()
    }
}

extension Timestamp {
    /// `2026-11-21T03:04:05.678+0000`.
    var lambdaText: String { iso8601Milliseconds.dropLast() + "+0000" }
}
