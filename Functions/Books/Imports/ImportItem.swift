import AWSClient

/// The keys of the table `imports`.
///
/// | scope | entry | |
/// |---|---|---|
/// | `stage#PROVIDER#STAGE` | `page#NUMBER` | what the stage made of the page |
/// | `provider#PROVIDER` | `generations` | how often each stage has been invalidated |
/// | `provider#PROVIDER` | `pace` | when the next request may be sent |
/// | `provider#PROVIDER` | `current` | the id of its latest import |
/// | `provider#PROVIDER` | `best` | what of it readers without history are recommended |
/// | `provider#PROVIDER` | `published#NUMBER` | which version of the page is in the catalogue |
/// | `import#ID` | `state` | how far an import is |
enum ImportItem {
    static func key(_ scope: String, _ entry: String) -> DynamoDB.Item { ["scope": .s(scope), "entry": .s(entry)] }

    static func scope(ofProvider name: String) -> String { "provider#\(name)" }
    static func scope(ofImport id: String) -> String { "import#\(id)" }

    /// When DynamoDB may drop the item, in seconds since 1970.
    static let expiry = "expires_at"
}
