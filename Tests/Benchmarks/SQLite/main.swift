// SQLite's own limit: the rows of an action, read and written by one thread through prepared statements, with nothing
// around them. Writes are durable as Hearth's are, and as many requests share a transaction as there are clients.
//
//     BenchSQLite FOLDER ACTION CLIENTS SECONDS        prints requests a second
import GRDBSQLite

let arguments = CommandLine.arguments
guard arguments.count == 5, let action = Action(rawValue: arguments[2]), let clients = Int(arguments[3]),
    let seconds = Double(arguments[4])
else { fatalError("BenchSQLite FOLDER ACTION CLIENTS SECONDS") }

let table = try ItemTable(at: arguments[1] + "/limit.db")
for number in 0..<1000 { try table.put(partition: number % 50, sort: number) }

let clock = ContinuousClock()
let start = clock.now
var requests = 0
while clock.now - start < .seconds(seconds) {
    if action.writes { try table.run("BEGIN IMMEDIATE") }
    for _ in 0..<clients { try action.perform(on: table, number: requests + 1) }
    requests += clients
    if action.writes { try table.run("COMMIT") }
}
print(Double(requests) / ((clock.now - start) / .seconds(1)))

enum Action: String {
    case putItem = "PutItem"
    case getItem = "GetItem"
    case query = "Query"
    case updateItem = "UpdateItem"
    case batchWriteItem = "BatchWriteItem"
    case transactWriteItems = "TransactWriteItems"

    var writes: Bool { self != .getItem && self != .query }

    /// What one request reads and writes.
    func perform(on table: ItemTable, number: Int) throws {
        let stored = number * 7919 % 1000
        switch self {
        case .putItem: try table.put(partition: 1000 + number, sort: 1)
        case .getItem: try table.get(partition: stored % 50, sort: stored)
        case .query: try table.query(partition: number % 50)
        case .updateItem:
            try table.get(partition: stored % 50, sort: stored)
            try table.put(partition: stored % 50, sort: stored)
        case .batchWriteItem: for row in 0..<25 { try table.put(partition: 1000 + number, sort: row) }
        case .transactWriteItems:
            for row in 0..<4 {
                try table.get(partition: 1000 + number, sort: row)
                try table.put(partition: 1000 + number, sort: row)
            }
        }
    }
}
