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
        try Self.checkRole(input["Role"]?.stringValue, service.context.account)
        try Self.checkNetwork(input["VpcConfig"])
        try Self.checkDeadLetterTarget(input["DeadLetterConfig"]?["TargetArn"]?.stringValue ?? "")
        if let architectures = input["Architectures"]?.arrayValue { try Architectures.check(architectures) }
        if let runtime = input["Runtime"]?.stringValue { try LambdaRuntimes.check(runtime) }
        if let variables = input["Environment"]?["Variables"]?.nonNull { try Self.checkVariables(variables) }
        layers = try input["Layers"]?.arrayValue.map { list throws(AWSError) in
            try FunctionLayer.resolve(list.compactMap(\.stringValue), service)
        }
    }

    private static func checkRole(_ text: String?, _ account: AWSAccount) throws(AWSError) {
        guard let role = text.flatMap({ ARN($0) }), role.accountID != account.id else { return }
        throw AWSError("AccessDeniedException", status: 403, message: "Cross-account pass role is not allowed.")
    }

    /// An empty text takes it away.
    private static func checkDeadLetterTarget(_ text: String) throws(AWSError) {
        if let target = ARN(text), ["sqs", "sns"].contains(target.service), !target.isFIFO { return }
        guard !text.isEmpty else { return }
        throw .invalidParameter("DeadLetterConfig takes standard queues and topics alone, not \(text)")
    }

    /// AWS looks at whole lists.
    private static func checkNetwork(_ config: JSON?) throws(AWSError) {
        for (member, prefix, pattern) in [
            ("SubnetIds", "subnet-", "subnet-[0-9a-z]*"), ("SecurityGroupIds", "sg-", "sg-[0-9a-zA-Z]*"),
        ] {
            let ids = config?[member]?.arrayValue?.compactMap(\.stringValue) ?? []
            let areIDs = ids.allSatisfy { id in
                id.hasPrefix(prefix) && id.utf8.count <= 1_024
                    && id.utf8.dropFirst(prefix.utf8.count).allSatisfy { $0.isLetter || $0.isDigit }
            }
            guard !areIDs else { continue }
            throw .badList(
                ids,
                at: "vpcConfig.\(member.prefix(1).lowercased())\(member.dropFirst())",
                [
                    "Member must have length less than or equal to 1024",
                    "Member must have length greater than or equal to 0",
                    "Member must satisfy regular expression pattern: \(pattern)",
                ]
            )
        }
        let counts = ["SubnetIds", "SecurityGroupIds"].map { config?[$0]?.arrayValue?.count ?? 0 }
        guard (counts[0] == 0) == (counts[1] == 0) else {
            throw .invalidParameter("SubnetIds and SecurityIds must coexist or be both empty list.")
        }
    }

    private static func checkVariables(_ variables: JSON) throws(AWSError) {
        let reserved = variables.textsByName.keys.filter(EnvironmentVariables.isReserved).sorted()
        let sentence =
            "Lambda was unable to configure your environment variables because the environment variables you "
            + "have provided "
        if !reserved.isEmpty {
            throw .invalidParameter(
                sentence + "contains reserved keys that are currently not supported for modification. "
                    + "Reserved keys used in this request: \(reserved.joined(separator: ", "))"
            )
        }
        let cut = variables.textsByName.filter { $0.value.utf8.contains(0) }.keys.sorted()
        if !cut.isEmpty {
            throw .invalidParameter(
                sentence + "contains NUL characters, which no environment holds. Keys: \(cut.joined(separator: ", "))"
            )
        }
        let text = variables.text
        if text.utf8.count > 4_096 {
            throw .invalidParameter(sentence + "exceeded the 4KB limit. String measured: \(text)")
        }
    }

    /// Refuses what this function may not have.
    func apply(to function: inout FunctionConfiguration) throws(AWSError) {
        set(&function)
        try checkPackageType(function)
        try checkLogging(function)
        let subnets = function.shownAlone["VpcConfig"]?["SubnetIds"]?.arrayValue ?? []
        if let mount = input["FileSystemConfigs"]?[0]?["Arn"]?.stringValue, subnets.isEmpty {
            throw .invalidParameter(
                "Function must be configured to execute in a VPC to reference access point \(mount)."
            )
        }
    }

    private func checkPackageType(_ function: FunctionConfiguration) throws(AWSError) {
        if function.packageType == "Zip", input["ImageConfig"]?.nonNull != nil {
            throw .invalidParameter("Please don't provide ImageConfig when the intended function PackageType is Zip.")
        }
        let others = ["Handler", "Runtime", "Layers"].filter { name in
            input[name].map { !$0.isNull && $0 != "" && $0 != [] } ?? false
        }
        guard function.packageType == "Zip" || others.isEmpty else {
            throw .invalidParameter(
                "Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image."
            )
        }
    }

    /// Levels count with the format JSON alone.
    private func checkLogging(_ function: FunctionConfiguration) throws(AWSError) {
        let config = input["LoggingConfig"]
        for level in ["ApplicationLogLevel", "SystemLogLevel"] where config?[level]?.nonNull != nil {
            guard function.logging.format == .json else {
                throw .invalidParameter("\(level) is supported with LogFormat JSON only.")
            }
        }
    }

    var setsLayers: Bool { layers != nil }

    private func set(_ function: inout FunctionConfiguration) {
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
        // An empty text takes it away, an empty config does not.
        if let target = input["DeadLetterConfig"]?["TargetArn"]?.stringValue {
            function.deadLetterTarget = ARN(target)
        }
        if let config = input["ImageConfig"]?.nonNull {
            function.shownAlone["ImageConfigResponse"] = ["ImageConfig": config]
        }
        if let choice = input["SnapStart"]?["ApplyOn"]?.nonNull {
            // No snapshots are taken, and so none is ever in use.
            function.shownAlone["SnapStart"] = ["ApplyOn": choice, "OptimizationStatus": "Off"]
        }
        applyLogging(to: &function)
        for name in Self.shownAlone {
            if let value = input[name]?.nonNull { function.shownAlone[name] = value }
        }
        if let config = input["VpcConfig"]?.objectValue { function.shownAlone["VpcConfig"] = Self.shown(vpc: config) }
    }

    /// There are no networks here, and so no id of one.
    private static func shown(vpc config: JSON.Object) -> JSON {
        [
            "SubnetIds": config["SubnetIds"]?.nonNull ?? [],
            "SecurityGroupIds": config["SecurityGroupIds"]?.nonNull ?? [],
            "VpcId": "", "Ipv6AllowedForDualStack": config["Ipv6AllowedForDualStack"]?.nonNull ?? false,
        ]
    }

    private func applyLogging(to function: inout FunctionConfiguration) {
        guard let given = input["LoggingConfig"]?.objectValue else { return }
        var config = function.logging.json(group: function.logging.group).objectValue ?? JSON.Object()
        for member in given.members where !member.value.isNull { config[member.key] = member.value }
        function.logging = LoggingConfig(config)
    }

    /// What is asked for and does nothing here, for the user to see.
    func notes(_ function: String) -> [String] {
        var names = Self.shownAlone.filter { name in
            guard let value = input[name]?.nonNull else { return false }
            return value != "" && value != [] && value != [:] && value["SubnetIds"] != []
        }
        if input["SnapStart"]?["ApplyOn"] == "PublishedVersions" { names.append("SnapStart") }
        return names.map { "\(function): \($0) is kept and shown, and has no effect here" }
    }
}
