import AWSClient
import CatalogStores

extension NoticeDesk {
    /// The tables that the environment names.
    init(_ names: CatalogNames) throws {
        let dynamoDB = try DynamoDB()
        self.init(
            wishes: DynamoDBWishes(dynamoDB, table: try names.name("WISHES_TABLE")),
            notices: DynamoDBNotices(dynamoDB, table: try names.name("NOTICES_TABLE"))
        )
    }
}
