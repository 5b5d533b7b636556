import JSON
import ServiceKit
import Wire

/// What requests about functions have in common, with the constraints of AWS's model.
extension Shape {
    static let roleARN = Shape.string(
        pattern: Pattern(#"arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+"#) { text in
            guard let arn = ARN(text) else { return false }
            return arn.service == "iam" && arn.accountID.count == 12 && arn.resource.hasPrefix("role")
        }
    )
    static let handler = Shape.string(
        length: 0...128,
        pattern: Pattern(#"[^\s]+"#) { !$0.isEmpty && !$0.contains(where: \.isWhitespace) }
    )
    static let architectures = Shape.list(.architecture, length: 1...1)
    /// Members of what `CreateFunction` and `UpdateFunctionConfiguration` take.
    static let configuration: [Member] = [
        .optional("Handler", .handler),
        .optional("Description", .string(length: 0...256)),
        .optional("Timeout", .number(java: "Integer", range: 1...900)),
        .optional("MemorySize", .number(java: "Integer", range: 128...10_240)),
        .optional(
            "VpcConfig",
            .structure(
                [
                    .optional("SubnetIds", .list(.string(), length: 0...16)),
                    .optional("SecurityGroupIds", .list(.string(), length: 0...5)),
                    .optional("Ipv6AllowedForDualStack", .boolean),
                ],
                java: "VpcConfig"
            )
        ),
        .optional("Environment", .structure([.optional("Variables", environmentVariables)], java: "Environment")),
        .optional("Runtime", .string()),
        .optional("DeadLetterConfig", .structure([.optional("TargetArn", .string())], java: "DeadLetterConfig")),
        .optional("KMSKeyArn", .string()),
        .optional(
            "TracingConfig",
            .structure([.optional("Mode", .string(values: ["Active", "PassThrough"]))], java: "TracingConfig")
        ),
        .optional("Layers", .list(.layerVersionARN)),
        .optional("FileSystemConfigs", .list(.structure([], java: "FileSystemConfig"), length: 0...1)),
        .optional("ImageConfig", .structure([], java: "ImageConfig")),
        .optional(
            "EphemeralStorage",
            .structure([.required("Size", .number(java: "Integer", range: 512...10_240))], java: "EphemeralStorage")
        ),
        .optional(
            "SnapStart",
            .structure([.optional("ApplyOn", .string(values: ["PublishedVersions", "None"]))], java: "SnapStart")
        ),
        .optional("LoggingConfig", loggingConfig),
    ]

    private static let environmentVariables = Shape.map(
        .string(),
        java: "java.lang.String",
        keys: KeyConstraint(
            pattern: Pattern("[a-zA-Z]([a-zA-Z0-9_])+") { key in
                key.utf8.count > 1 && key.utf8.first.map { $0.isLetter } == true
                    && key.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x5F }
            }
        )
    )
    private static let loggingConfig = Shape.structure(
        [
            .optional("LogFormat", .string(values: ["JSON", "Text"])),
            .optional(
                "ApplicationLogLevel",
                .string(values: ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"])
            ),
            .optional("SystemLogLevel", .string(values: ["DEBUG", "INFO", "WARN"])),
            .optional("LogGroup", .string(length: 1...512)),
        ],
        java: "LoggingConfig"
    )
    /// AWS looks at the whole list, and says so.
    private static let architecture = Shape.string()

    /// The members that say where the code is: of `CreateFunction`'s `Code`, and of `UpdateFunctionCode`.
    static let code: [Member] = [
        .optional("ZipFile", .string()),
        .optional("S3Bucket", .string(length: 3...63)),
        .optional("S3Key", .string(length: 1...1_024)),
        .optional("S3ObjectVersion", .string(length: 1...1_024)),
        .optional("ImageUri", .string()),
        .optional("SourceKMSKeyArn", .string()),
    ]

    private static let layerVersionARN = Shape.string()

    /// One or more of `[a-zA-Z0-9-_]` and of what is in `extra`, where `condition` holds.
    static func words(
        _ pattern: String,
        length: ClosedRange<Int>,
        extra: String = "",
        where condition: @escaping @Sendable (String) -> Bool = { _ in true }
    ) -> Shape {
        let others = Array("-_\(extra)".utf8)
        return .string(
            length: length,
            pattern: Pattern(pattern) { text in
                !text.isEmpty && condition(text)
                    && text.utf8.allSatisfy { byte in
                        byte.isLetter || byte.isDigit || others.contains(byte)
                    }
            }
        )
    }
}
