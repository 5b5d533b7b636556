import Storage
import Time
import Wire

/// The events that Lambda has accepted in a region, in a SQLite store: they survive the death of Hearth.
package struct StoredAsyncEvents: AsyncEventStore {
    package static let migrations = [
        Migration(
            "lambda.1",
            """
            CREATE TABLE async_event (
                request_id TEXT NOT NULL,
                function TEXT NOT NULL,
                qualifier TEXT,
                payload BLOB NOT NULL,
                client_context TEXT,
                accepted_at INTEGER NOT NULL,
                next_attempt INTEGER NOT NULL,
                errors INTEGER NOT NULL,
                refusals INTEGER NOT NULL
            );
            CREATE UNIQUE INDEX async_event_request_id ON async_event (request_id);
            """
        ),
        Migration("lambda.3", "ALTER TABLE async_event ADD COLUMN trace_id TEXT"),
        Migration("lambda.5", "ALTER TABLE async_event ADD COLUMN region TEXT NOT NULL DEFAULT ''"),
    ]

    private let database: Database
    private let region: String

    /// `database` has been opened with `migrations`. `region` is empty for the one that Hearth is said to be in.
    package init(_ database: Database, region: String = "") {
        self.database = database
        self.region = region
    }

    package func save(_ event: AsyncEvent, completion: @escaping @Sendable (Result<Void, AWSError>) -> Void) {
        database.write { [region] connection in
            try connection.run(
                """
                INSERT OR REPLACE INTO async_event (request_id, function, qualifier, payload, client_context,
                    accepted_at, next_attempt, errors, refusals, trace_id, region)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                .text(event.requestID),
                .text(event.functionName),
                event.qualifier.map(SQLValue.text) ?? .null,
                .blob(event.payload),
                event.clientContext.map(SQLValue.text) ?? .null,
                .integer(event.acceptedAt.nanosecondsSinceEpoch),
                .integer(event.nextAttempt.nanosecondsSinceEpoch),
                .integer(event.errors),
                .integer(event.refusals),
                event.traceID.map(SQLValue.text) ?? .null,
                .text(region)
            )
        } completion: { result in
            completion(result.map { _ in () }.mapError { .serviceException("the event could not be stored: \($0)") })
        }
    }

    package func remove(_ requestID: String) {
        database.write { connection in
            try connection.run("DELETE FROM async_event WHERE request_id = ?", .text(requestID))
        } completion: { _ in
            // An event that could not be removed runs once more after a restart: delivery is at least once.
        }
    }

    package func removeAll() throws {
        _ = try database.writeAndWait { [region] in
            try $0.run("DELETE FROM async_event WHERE region = ?", .text(region))
        }
    }

    package func all() throws -> [AsyncEvent] {
        try database.readAndWait { [region] connection in
            var events: [AsyncEvent] = []
            try connection.query(
                """
                SELECT request_id, function, qualifier, payload, client_context, accepted_at, next_attempt, errors,
                    refusals, trace_id FROM async_event WHERE region = ? ORDER BY accepted_at
                """,
                [.text(region)]
            ) { row in
                events.append(Self.event(row))
                return true
            }
            return events
        }
    }

    private static func event(_ row: Row) -> AsyncEvent {
        AsyncEvent(
            requestID: row.text(0),
            functionName: row.text(1),
            qualifier: row.isNull(2) ? nil : row.text(2),
            payload: row.bytes(3),
            clientContext: row.isNull(4) ? nil : row.text(4),
            traceID: row.isNull(9) ? nil : row.text(9),
            acceptedAt: Timestamp(nanosecondsSinceEpoch: Int64(row.integer(5))),
            nextAttempt: Timestamp(nanosecondsSinceEpoch: Int64(row.integer(6))),
            errors: row.integer(7),
            refusals: row.integer(8)
        )
    }
}
