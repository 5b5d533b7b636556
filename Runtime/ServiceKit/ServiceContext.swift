import Storage
import Time
import Wire

/// What every service is given: whose resources it holds, the time, identifiers, and where it keeps its state.
package struct ServiceContext: Sendable {
    package var account: AWSAccount
    package var time: any TimeSource
    package var ids: IDSource
    package var database: Database

    package init(account: AWSAccount, time: any TimeSource, ids: IDSource, database: Database) {
        self.account = account
        self.time = time
        self.ids = ids
        self.database = database
    }
}
