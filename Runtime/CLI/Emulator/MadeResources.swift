import JSON
import Storage
import Template

/// Remembers from one start to the next what the template has had made, as the requests that take it back.
struct MadeResources {
    typealias Removal = Application.EventRequest.Removal

    let database: Database

    static let migrations = [
        Migration(
            "template.1",
            """
            CREATE TABLE template_made (
                service TEXT NOT NULL, action TEXT NOT NULL, request TEXT NOT NULL, UNIQUE (service, action, request)
            )
            """
        )
    ]

    /// Adds what the template asks for now. Returns what it asked for once and does not any more.
    func remember(_ wanted: Set<Removal>) throws -> [Removal] {
        try database.writeAndWait(.alone) { connection in
            for removal in wanted {
                try connection.run(
                    "INSERT OR IGNORE INTO template_made (service, action, request) VALUES (?, ?, ?)",
                    .text(removal.service.rawValue),
                    .text(removal.action),
                    .text(removal.request.text)
                )
            }
            var obsolete: [Removal] = []
            try connection.query("SELECT service, action, request FROM template_made ORDER BY rowid", []) { row in
                guard let service = Application.EventRequest.Service(rawValue: row.text(0)) else { return true }
                let removal = Removal(service, row.text(1), try JSON(parsing: row.bytes(2)))
                if !wanted.contains(removal) { obsolete.append(removal) }
                return true
            }
            return obsolete
        }
    }

    func forget(_ removal: Removal) throws {
        _ = try database.writeAndWait(.alone) { connection in
            try connection.run(
                "DELETE FROM template_made WHERE service = ? AND action = ? AND request = ?",
                .text(removal.service.rawValue),
                .text(removal.action),
                .text(removal.request.text)
            )
        }
    }
}
