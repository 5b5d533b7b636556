import JSON
import Storage
import Time
import Wire

/// The messages that people and their telephones would have got: kept for the user to read at `/_hearth/sns/messages`.
enum SentMessages {
    static let path = "/_hearth/sns/messages"

    /// Writes one down.
    static func add(
        _ name: String,
        to endpoint: String,
        subject: String = "",
        _ message: String,
        at now: Timestamp,
        _ connection: Connection
    ) throws {
        try connection.run(
            "INSERT INTO sns_sent (time, protocol, endpoint, subject, message) VALUES (?, ?, ?, ?, ?)",
            .integer(now.millisecondsSinceEpoch),
            .text(name),
            .text(endpoint),
            .text(subject),
            .text(message)
        )
    }

    /// Answers with the latest thousand, oldest first.
    static func list(_ database: Database, _ respond: @escaping HTTPResponder) {
        database.read { connection in
            do {
                respond(HTTPResponse(json: JSON.array(try messages(connection.get())).text))
            } catch {
                respond(
                    HTTPResponse(status: 500, json: JSON.object(JSON.Object([("message", .string("\(error)"))])).text)
                )
            }
        }
    }

    private static func messages(_ connection: Connection) throws -> [JSON] {
        var messages: [JSON] = []
        try connection.query(
            "SELECT time, protocol, endpoint, subject, message FROM sns_sent ORDER BY number DESC LIMIT 1000",
            []
        ) { row in
            messages.append([
                "time": .string(Timestamp(millisecondsSinceEpoch: Int64(row.integer(0))).iso8601Milliseconds),
                "protocol": .string(row.text(1)), "endpoint": .string(row.text(2)), "subject": .string(row.text(3)),
                "message": .string(row.text(4)),
            ])
            return true
        }
        return messages.reversed()
    }
}
