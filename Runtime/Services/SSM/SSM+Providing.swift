import ServiceKit
import Storage
import Time

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
