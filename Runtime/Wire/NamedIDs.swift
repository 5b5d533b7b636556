import Time

/// Ids that follow from what they are for, so that they can be known before it is made.
package enum NamedIDs {
    /// The same ids in the same order each time.
    package static func source(of name: String) -> IDSource {
        IDSource(seed: name.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
    }

    /// What stands in the ARN of a connection of EventBridge behind its name, and in that of its secret. On AWS both are
    /// new each time a connection is made.
    package static func connection(_ name: String) -> (id: String, secret: String) {
        let ids = source(of: "connection/\(name)")
        return (ids.uuid(), "events!connection/\(name)/\(ids.uuid())-\(ids.text(6, of: .alphanumeric))")
    }

    /// What stands in the ARN of an API destination behind its name.
    package static func apiDestination(_ name: String) -> String { source(of: "api-destination/\(name)").uuid() }

    /// What stands in the ARN of a scalable target, and in those of its policies and scheduled actions. `key` is made of
    /// its namespace, resource and dimension. On AWS both are new each time a target is registered.
    package static func scalableTarget(_ key: String) -> (id: String, inPolicies: String) {
        let ids = source(of: "scalable-target/\(key)")
        return (ids.hex(36), ids.uuid())
    }
}
