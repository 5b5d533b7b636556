import RegularExpressions
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
        .optional("DeadLetterConfig", .structure([.optional("TargetArn", .resourceARN)], java: "DeadLetterConfig")),
        .optional("KMSKeyArn", .resourceARN),
        .optional(
            "TracingConfig",
            .structure([.optional("Mode", .string(values: ["Active", "PassThrough"]))], java: "TracingConfig")
        ),
        .optional("Layers", .list(.layerVersionARN)),
        .optional("FileSystemConfigs", .list(fileSystem, length: 0...1)),
        .optional(
            "ImageConfig",
            .structure(
                [
                    .optional("EntryPoint", .list(.string(), length: 0...1_500)),
                    .optional("Command", .list(.string(), length: 0...1_500)),
                    .optional("WorkingDirectory", .string(length: 0...1_000)),
                ],
                java: "ImageConfig"
            )
        ),
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
            .optional("LogGroup", .matching(#"[\.\-_/#A-Za-z0-9]+"#, length: 1...512)),
        ],
        java: "LoggingConfig"
    )
    /// AWS looks at the whole list, and says so.
    private static let architecture = Shape.string()

    /// The members that say where the code is: of `CreateFunction`'s `Code`, and of `UpdateFunctionCode`.
    static let code: [Member] = [
        .optional("ZipFile", .string()),
        .optional(
            "S3Bucket",
            .string(
                length: 3...63,
                pattern: Pattern(#"[0-9A-Za-z\.\-_]*(?<!\.)"#) { name in
                    !name.hasSuffix(".") && name.utf8.allSatisfy { $0.isWord || $0 == UInt8(ascii: ".") }
                }
            )
        ),
        .optional("S3Key", .string(length: 1...1_024)),
        .optional("S3ObjectVersion", .string(length: 1...1_024)),
        .optional("ImageUri", .string()),
        .optional("SourceKMSKeyArn", .resourceARN),
    ]
    /// Of `PublishVersion` and `UpdateFunctionCode`.
    static let publishTo = Member.optional("PublishTo", .string(values: ["LATEST_PUBLISHED"]))

    private static let fileSystem = Shape.structure(
        [
            .required(
                "Arn",
                .matching(
                    #"arn:aws[a-zA-Z-]*:elasticfilesystem:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\d{1}:\d{12}:"#
                        + #"access-point/fsap-[a-f0-9]{17}$|^arn:aws[-a-z]*:s3files:[0-9a-z-:]+:"#
                        + "file-system/fs-[0-9a-f]{17,40}/access-point/fsap-[0-9a-f]{17,40}",
                    length: 0...256
                )
            ),
            .required("LocalMountPath", .matching("/mnt/[a-zA-Z0-9-_.]+", length: 0...160)),
        ],
        java: "FileSystemConfig"
    )
    /// Of what functions use, or nothing.
    static let resourceARN = matching(#"(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()"#)
    /// Of what invokes functions, and of other resources.
    package static let sourceARN = matching(sourceARNPattern)
    static let sourceARNPattern =
        #"arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:([a-z]{2}(-gov)?-[a-z]+-\d{1})?:(\d{12})?:(.*)"#

    /// A text that a regular expression of AWS's model matches as a whole.
    package static func matching(_ pattern: String, length: ClosedRange<Int>? = nil) -> Shape {
        .string(length: length, pattern: Pattern(pattern) { matches($0, pattern) })
    }

    static func matches(_ text: String, _ pattern: String) -> Bool {
        ModelExpression.of(pattern)?.matchesWhole(text) ?? false
    }

    private static let layerVersionARN = Shape.string()

    /// One or more of `[a-zA-Z0-9-_]`, where `condition` holds.
    static func words(
        _ pattern: String,
        length: ClosedRange<Int>,
        where condition: @escaping @Sendable (String) -> Bool = { _ in true }
    ) -> Shape {
        .string(
            length: length,
            pattern: Pattern(pattern) { !$0.isEmpty && condition($0) && $0.utf8.allSatisfy(\.isWord) }
        )
    }
}

extension AWSError {
    /// A list with an element that no element may be: AWS tells of the list, and of all that holds for elements.
    static func badList(_ values: [String], at path: String, _ constraints: [String]) -> AWSError {
        AWSError(
            "ValidationException",
            message: "1 validation error detected: Value '[\(values.joined(separator: ", "))]' at '\(path)' failed to "
                + "satisfy constraint: Member must satisfy constraint: [\(constraints.joined(separator: ", "))]"
        )
    }

    static func notPublished(to input: JSON.Object) -> AWSError? {
        input["PublishTo"]?.nonNull.map { _ in invalidParameter("Hearth does not emulate PublishTo.") }
    }
}
