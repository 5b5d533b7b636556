import JSON
import ServiceKit
import Storage
import Time
import Wire

extension SSM {
    /// Sees to it that a parameter has this value: adds it as a secure string where it is not there, and a version where
    /// it has another one. Throws `AWSError` for a name or a value that Parameter Store does not take.
    package func provide(_ name: String, value: String) throws {
        try ParameterName.check(name, context.account)
        let now = context.time.now.nanosecondsSinceEpoch
        try context.database.writeAndWait { connection in
            let store = ParameterStore(connection)
            guard let former = try store.parameter(name) else {
                let first = ParameterVersion(
                    version: 1,
                    value: value,
                    type: .secureString,
                    keyID: ParameterVersion.defaultKeyID,
                    tier: value.utf8.count > ParameterTier.standard.valueLimit ? .advanced : .standard,
                    dataType: "text",
                    modified: now
                )
                return try store.insert(name, tags: [:], first)
            }
            guard former.version.value != value else { return }
            var version = former.version
            (version.version, version.value, version.labels, version.modified) = (version.version + 1, value, [], now)
            try store.add(version, to: former.number)
        }
    }
}

extension SSM {
    /// Sees to it that a parameter is as a `PutParameter` with this input makes it. A version is added only where it
    /// differs from that. Throws `AWSError` for what Parameter Store does not take.
    package func setUp(_ input: JSON.Object) throws {
        var input = input
        let name = input["Name"]?.stringValue ?? ""
        let former = try context.database.readAndWait { try ParameterStore($0).parameter(name) }
        if let former {
            let isSame = ["Type", "Value", "Description", "AllowedPattern"].allSatisfy {
                input[$0]?.stringValue == former.setting($0)
            }
            if isSame { return }
            (input["Overwrite"], input["Tags"]) = (true, nil)
        }
        let put = try PutParameter(PutParameter.read(.object(input)), self)
        _ = try context.database.writeAndWait(.savepoint) { try put.perform(self, $0) }
    }
}

extension Parameter {
    fileprivate func setting(_ member: String) -> String? {
        switch member {
        case "Type": version.type.rawValue
        case "Value": version.value
        case "Description": version.description
        default: version.allowedPattern
        }
    }
}
