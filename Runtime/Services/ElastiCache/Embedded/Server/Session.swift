/// What the server knows of one connection.
struct Session {
    /// What a client has queued between `MULTI` and `EXEC`.
    struct Transaction {
        var calls: [[Bytes]] = []
        /// A command could not be queued, so that nothing will be carried out.
        var isBroken = false
    }

    var id: Int
    /// `host:port` of the client.
    var address: String
    var connectedAt: Int
    var name: Bytes = []
    var database = 0
    var version = ProtocolVersion.two
    var isAuthenticated: Bool
    var isMonitor = false
    var transaction: Transaction?
    var parser = RequestParser()
    var lastCommand = "NULL"

    /// Forgets all but who it is, as `RESET` does.
    mutating func reset(isAuthenticated: Bool) {
        (name, database, version, isMonitor, transaction) = ([], 0, .two, false, nil)
        self.isAuthenticated = isAuthenticated
    }

    /// A line of `CLIENT LIST`.
    func line(now: Int) -> String {
        "id=\(id) addr=\(address) laddr= fd=-1 name=\(name.text) age=\((now - connectedAt) / 1000) idle=0 "
            + "flags=\(isMonitor ? "O" : transaction != nil ? "x" : "N") db=\(database) sub=0 psub=0 ssub=0 "
            + "multi=\(transaction?.calls.count ?? -1) cmd=\(lastCommand) user=default resp=\(version.rawValue)"
    }
}
