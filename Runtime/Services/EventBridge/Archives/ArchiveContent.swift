import JSON
import Storage

/// How much an archive holds.
struct ArchiveContent {
    private let count: Int
    private let bytes: Int

    init(_ archive: String, _ connection: Connection) throws {
        (count, bytes) =
            try connection.first(
                "SELECT count(*), coalesce(sum(length(event)), 0) FROM events_archived WHERE archive = ?",
                .text(archive)
            ) { ($0.integer(0), $0.integer(1)) } ?? (0, 0)
    }

    func json(_ archive: JSON.Object) -> JSON.Object {
        var json = JSON.Object([
            ("State", "ENABLED"), ("RetentionDays", archive["RetentionDays"] ?? 0), ("SizeBytes", JSON(bytes)),
            ("EventCount", JSON(count)),
        ])
        json["CreationTime"] = archive["CreationTime"]
        return json
    }
}
