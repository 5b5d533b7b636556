import CatalogStores
import ProductCatalog

extension ExchangeRates {
    struct Malformed: Error, CustomStringConvertible {
        var description: String { "the environment variable EXCHANGE_RATES must be like USD=1.09 GBP=0.85" }
    }

    /// What `EXCHANGE_RATES` says; without it, prices are in the seller's currency only.
    init(_ names: CatalogNames) throws {
        guard let rates = ExchangeRates(names.optional("EXCHANGE_RATES") ?? "") else { throw Malformed() }
        self = rates
    }
}
