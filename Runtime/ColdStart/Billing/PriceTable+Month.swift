extension PriceTable {
    /// 730 hours: AWS counts tiers by the month.
    private static let month = 730.0 * 3_600

    /// What everything costs on average for who goes on as in these seconds for a month: tiers have their part in it.
    package func averaged(over usage: Usage, ofSeconds seconds: Double) -> PriceTable {
        let month = usage.scaled(by: seconds > 0 ? Self.month / seconds : 0)
        var prices = self
        prices.x86.duration = x86.duration.averaged(over: month.compute.x86.onDemand)
        prices.arm64.duration = arm64.duration.averaged(over: month.compute.arm64.onDemand)
        prices.httpAPI = httpAPI.averaged(over: month.httpAPICalls)
        prices.restAPI = restAPI.averaged(over: month.restAPICalls)
        prices.queueRequest = queueRequest.averaged(over: month.queueRequests)
        return prices
    }
}

extension PriceTable.Tiers {
    /// One price for all, at which so much costs the same.
    fileprivate func averaged(over amount: Double) -> PriceTable.Tiers {
        amount > 0 ? PriceTable.Tiers((.infinity, cost(of: amount) / amount)) : self
    }
}
