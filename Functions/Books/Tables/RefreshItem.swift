import AWSClient

/// A refresh as an item of the table `refreshes`.
enum RefreshItem {
    /// The item that names the refresh begun last.
    static let current: DynamoDB.Item = ["refresh_id": "current"]
    /// Seconds for which a refresh is remembered.
    private static let lifetime = 30 * 86_400

    static func key(_ id: String) -> DynamoDB.Item { ["refresh_id": .s(id)] }

    static func item(_ refresh: Refresh) -> DynamoDB.Item {
        var item = key(refresh.id)
        item["status"] = .s(refresh.status.rawValue)
        item["started_at"] = .n(refresh.startedAt)
        item["updated_at"] = .n(refresh.updatedAt)
        item["active_since"] = .n(refresh.activeSince)
        item["warmed"] = .n(refresh.warmed)
        item["failed"] = .n(refresh.failed)
        item["pages"] = .n(refresh.pages)
        item["cursor"] = refresh.cursor.map(AttributeValue.s)
        item["owner"] = refresh.owner.map(AttributeValue.s)
        item["lease_until"] = .n(refresh.leaseUntil)
        item["message"] = refresh.message.map(AttributeValue.s)
        item["expires_at"] = .n(refresh.startedAt / 1_000 + lifetime)
        return item
    }

    /// `nil` for an item that is no refresh.
    static func refresh(_ item: DynamoDB.Item) -> Refresh? {
        guard let id = item["refresh_id"]?.stringValue, let startedAt = item["started_at"]?.intValue,
            let status = item["status"]?.stringValue.flatMap(Refresh.Status.init(rawValue:))
        else { return nil }
        var refresh = Refresh(id: id, startedAt: startedAt, activeSince: item["active_since"]?.intValue ?? 0)
        refresh.status = status
        refresh.updatedAt = item["updated_at"]?.intValue ?? startedAt
        refresh.warmed = item["warmed"]?.intValue ?? 0
        refresh.failed = item["failed"]?.intValue ?? 0
        refresh.pages = item["pages"]?.intValue ?? 0
        refresh.cursor = item["cursor"]?.stringValue
        refresh.owner = item["owner"]?.stringValue
        refresh.leaseUntil = item["lease_until"]?.intValue ?? 0
        refresh.message = item["message"]?.stringValue
        return refresh
    }
}
