import FoundationEssentials
import JSON
import ServiceKit
import Time
import Wire

/// What a request to `CreateFunction` or `UpdateFunctionConfiguration` says of a function's configuration.
struct FunctionChanges {
    /// Kept and shown: Hearth does not act on them, and says so.
    private static let shownAlone = ["VpcConfig", "KMSKeyArn", "FileSystemConfigs"]
    private static let notEmulated = ["CapacityProviderConfig", "DurableConfig", "TenancyConfig", "PublishTo"]

    private let input: JSON.Object
    private let layers: [FunctionLayer]?

    /// Refuses what no function may have.
    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        self.input = input
        for name in Self.notEmulated where input[name]?.nonNull != nil {
            throw .invalidParameter("Hearth does not emulate \(name).")
        }
        if let architectures = input["Architectures"]?.arrayValue { try Architectures.check(architectures) }
        if let runtime = input["Runtime"]?.stringValue { try LambdaRuntimes.check(runtime) }
        if let variables = input["Environment"]?["Variables"] { try Self.check(variables.textsByName) }
        if input["SnapStart"]?["ApplyOn"] == "PublishedVersions" {
            throw .invalidParameter("Hearth does not emulate SnapStart.")
        }
        layers = try input["Layers"]?.arrayValue.map { list throws(AWSError) in
            try FunctionLayer.resolve(list.compactMap(\.stringValue), service)
        }
    }

    private static func check(_ variables: [String: String]) throws(AWSError) {
        let reserved = variables.keys.filter(EnvironmentVariables.isReserved).sorted()
        let sentence =
            "Lambda was unable to configure your environment variables because the environment variables you "
            + "have provided "
        if !reserved.isEmpty {
            throw .invalidParameter(
                sentence + "contains reserved keys that are currently not supported for modification. "
                    + "Reserved keys used in this request: \(reserved.joined(separator: ", "))"
            )
        }
        let text = JSON.texts(variables).text
        if text.utf8.count > 4_096 {
            throw .invalidParameter(sentence + "exceeded the 4KB limit. String measured: \(text)")
        }
    }

    func apply(to function: inout FunctionConfiguration) {
        function.role = input["Role"]?.stringValue ?? function.role
        function.handler = input["Handler"]?.stringValue ?? function.handler
        function.runtime = input["Runtime"]?.stringValue ?? function.runtime
        function.description = input["Description"]?.stringValue ?? function.description
        function.timeout = input["Timeout"]?.intValue.map { .seconds($0) } ?? function.timeout
        function.memorySize = input["MemorySize"]?.intValue ?? function.memorySize
        function.tracingMode = input["TracingConfig"]?["Mode"]?.stringValue ?? function.tracingMode
        function.ephemeralStorage = input["EphemeralStorage"]?["Size"]?.intValue ?? function.ephemeralStorage
        function.layers = layers ?? function.layers
        if let environment = input["Environment"]?.nonNull {
            function.environment = environment["Variables"]?.textsByName ?? [:]
            function.shownAlone["Environment"] = ["Variables": [:]]
        }
        if let target = input["DeadLetterConfig"]?.nonNull {
            function.deadLetterTarget = target["TargetArn"]?.stringValue.flatMap { ARN($0) }
        }
        if let config = input["ImageConfig"]?.nonNull {
            function.shownAlone["ImageConfigResponse"] = ["ImageConfig": config]
        }
        applyLogging(to: &function)
        for name in Self.shownAlone {
            if let value = input[name]?.nonNull { function.shownAlone[name] = value }
        }
    }

    private func applyLogging(to function: inout FunctionConfiguration) {
        guard let given = input["LoggingConfig"]?.objectValue else { return }
        function.customLogGroup = given["LogGroup"]?.stringValue ?? function.customLogGroup
        var shown = function.shownAlone["LoggingConfig"]?.objectValue ?? JSON.Object([("LogFormat", "Text")])
        for member in given.members where !member.value.isNull { shown[member.key] = member.value }
        if shown["LogFormat"] == "JSON" {
            shown["ApplicationLogLevel"] = shown["ApplicationLogLevel"] ?? "INFO"
            shown["SystemLogLevel"] = shown["SystemLogLevel"] ?? "INFO"
        }
        shown["LogGroup"] = .string(function.logGroup)
        function.shownAlone["LoggingConfig"] = .object(shown)
    }

    /// What is asked for and does nothing here, for the user to see.
    func notes(_ function: String) -> [String] {
        var names = Self.shownAlone.filter { name in
            guard let value = input[name]?.nonNull else { return false }
            return value != "" && value != [] && value != [:] && value["SubnetIds"] != []
        }
        if input["LoggingConfig"]?["LogFormat"] == "JSON" { names.append("LoggingConfig.LogFormat") }
        return names.map { "\(function): \($0) is kept and shown, and has no effect here" }
    }
}

/// Instruction sets of functions and layers.
enum Architectures {
    static func check(_ values: [JSON]) throws(AWSError) {
        let names = values.compactMap(\.stringValue)
        guard let _ = names.first(where: { $0 != "x86_64" && $0 != "arm64" }) else { return }
        throw AWSError(
            "ValidationException",
            message:
                "1 validation error detected: Value '[\(names.joined(separator: ", "))]' at 'architectures' failed to "
                + "satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: "
                + "[x86_64, arm64], Member must not be null]"
        )
    }
}

/// The runtimes that can be asked for, in the order in which AWS's text has them.
/// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
enum LambdaRuntimes {
    static let known = [
        "nodejs20.x", "python3.14", "provided.al2023", "python3.12", "python3.13", "nodejs24.x", "nodejs22.x", "java25",
        "python3.10", "python3.11", "java21", "ruby3.3", "ruby3.4", "ruby3.2", "python3.8", "python3.9", "java17",
        "nodejs16.x", "dotnet10", "dotnet8", "java11", "dotnet6", "nodejs18.x", "provided.al2", "java8.al2",
    ]
    private static let retired = [
        "java8", "go1.x", "provided", "ruby2.7", "ruby2.5", "nodejs14.x", "nodejs12.x", "nodejs10.x", "nodejs8.10",
        "nodejs6.10", "nodejs4.3", "nodejs", "python3.7", "python3.6", "python2.7", "dotnetcore3.1", "dotnetcore2.1",
        "dotnetcore2.0", "dotnetcore1.0", "nodejs4.3-edge",
    ]

    /// Whether functions bring a `bootstrap` of their own.
    static func isCustom(_ runtime: String) -> Bool {
        runtime.isEmpty || runtime.hasPrefix("provided") || runtime == "go1.x"
    }

    static func check(_ runtime: String) throws(AWSError) {
        if retired.contains(runtime) {
            throw .invalidParameter(
                "The runtime parameter of \(runtime) is no longer supported for creating or updating AWS Lambda "
                    + "functions. We recommend you use a supported runtime while creating or updating functions."
            )
        }
        guard known.contains(runtime) else {
            throw .invalidParameter(
                "Value \(runtime) at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
                    + "[\(known.joined(separator: ", "))] or be a valid ARN"
            )
        }
    }
}
