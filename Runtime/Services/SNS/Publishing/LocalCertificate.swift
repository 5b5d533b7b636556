/// The certificate that clients verify messages with, and its key. Neither is a secret: they tell a client that has been
/// told to trust this machine that a message has come through unharmed, and nothing else. Good for a hundred years.
enum LocalCertificate {
    static let path = "/SimpleNotificationService-hearth.pem"

    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIDGTCCAgGgAwIBAgIUEXv7XoX+GRZsE9QZEJsyhcBeKfcwDQYJKoZIhvcNAQEL
        BQAwGzEZMBcGA1UEAwwQc25zLmhlYXJ0aC5sb2NhbDAgFw0yNjExMjExMDIzMjla
        GA8yMTI2MTAyODEwMjMyOVowGzEZMBcGA1UEAwwQc25zLmhlYXJ0aC5sb2NhbDCC
        ASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEBAJlAPWJzGPhDLd23kzut1CtU
        RV6sL3q06n2h5e3Bqyqrbak8RpjL0NhEh8NARp7XSGHPwgImxf8EeeRi9HtPudyc
        ycMkjtfMw5Rcch9Cr4BA0aHfUcbaoZoCgZ1DpHPAJ15VqZkxZAlG6YtpZI+7boBI
        axvRj/Et3GwcyD/SCjNt9w7RFVsRtVftMSidoFRa9cjWo21EaU9FhqxbPH9R8ebC
        prwBJu0LHOMC/7QxlU8lDgQeS5m221rdIbiNZ4Z9+reqdqwks3X7ws9tOS0yhZzS
        EyYFVlAj08MwKBM6F+nU2orBIe22LcURWT8XLHaaqFfecvfuys40ymUSCMLLqU0C
        AwEAAaNTMFEwHQYDVR0OBBYEFLgjL5w9bj19P6mUXtB8lJEqjoJhMB8GA1UdIwQY
        MBaAFLgjL5w9bj19P6mUXtB8lJEqjoJhMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZI
        hvcNAQELBQADggEBAEHYtnbedIuFd5HK47HZiSzJCo0hYB4jWMdrxa5bdFDFiarg
        U9P3TmOqqUXBHdQPkOcV6VvNCJypTMJHHF2vcdhOjGA7zgcCmtCODp7JaHmudQ54
        QUyLZJKcFuMI0aaRgCbXQfCjcujsYxzWeKAsNd4RXEpfJHb6Hy3ps6FaJFeBf0Bv
        6YZMvpGm1diZ/Fu4gVMjYPwpXIVMb2ulTUo0tavs9Z7ph9SrV35+EJI6YiSidiRs
        57c/zLLPF60qiTrkT0AjInrVYp+qzAdVMa7ns/3Wsa3A3usJw0qhgRiOHXD+VmVa
        ijkODUnnzeMK70npUTdTEriVT9eJJ9AjbTkfvLA=
        -----END CERTIFICATE-----
        """

    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCZQD1icxj4Qy3d
        t5M7rdQrVEVerC96tOp9oeXtwasqq22pPEaYy9DYRIfDQEae10hhz8ICJsX/BHnk
        YvR7T7ncnMnDJI7XzMOUXHIfQq+AQNGh31HG2qGaAoGdQ6RzwCdeVamZMWQJRumL
        aWSPu26ASGsb0Y/xLdxsHMg/0gozbfcO0RVbEbVX7TEonaBUWvXI1qNtRGlPRYas
        Wzx/UfHmwqa8ASbtCxzjAv+0MZVPJQ4EHkuZttta3SG4jWeGffq3qnasJLN1+8LP
        bTktMoWc0hMmBVZQI9PDMCgTOhfp1NqKwSHtti3FEVk/Fyx2mqhX3nL37srONMpl
        EgjCy6lNAgMBAAECggEABCOSBNiq8fmOgZB1r4TwWAM8pGPuHFhKhP4cYaF7Z/md
        SpbQKUxH5a9kI0fXIG8cC1g7GyfE7TBHwn1RsQrkMCsj39ta6EUlexpMEsAQUVxu
        zPplEQPSnYA30/GBvYaRCaEypWqKEx4RLKy6BI/BWkGacvPj+VWNwHW+isq3b9Ab
        yTOu9+kfbUwBmh3tXf3z4828LaMdfU7xdxR7UpBnjiaborOQraI3jO8WuPw8OTQE
        YpCw2FJkPAZBDQaqJm/1ZHKzZWkBVJmSNyZv0rS/zgKmZ0mDMaVPGK7LrEVmjPR0
        fujBrG5DDEHp9WYRBr+1nt+YBzgP/jIPLRKDMJQ/WQKBgQDNmtHo23AdG1sp4Ldz
        sVixatuLlwA2vO5rh0JH2w9T8+xJQ813AfrrFDE+L5vD1tZA2eWagiElo/XyjCT3
        xKaLrZffu1g/PfnuzCQ+5sCaEROKrh67A3Wx/1I2J5O8gt2W7q2yo3uB9lKS7d4d
        7/vM4xMZK1j5IaOwZrpzLh3KdwKBgQC+0FlmaQ4qQUfYsPh5A7jPigDhi7zylSua
        tSjOmLqlGZNJUiJrxHYiT3M3PP+DvR5DrfiPZA+zDQiVY2jYT9rt99Xdy2zjpKP8
        +/WHRX6S67bzy4K9jftCKf5KkhyMPJZwiavLGsyJT1RLMIhBB4bLdlqyMmTCBDTq
        rfiq1BwXWwKBgQCsKXCNeHn3lXmPpoBW2vC2lxDBYS6npypJVdg1TQQXu09mxeSd
        O0Y9ZAob1UesBBAh+5Mb/sz8tL90Ws91vO/sU+6xRDGPuzi2MbBED3rFR3lCjaxj
        0nDSHEZd3GQD3NzpznAZ/nSkDXt1VsK/9Ly3AolycO6upfFn+40ydzIw3wKBgDnR
        Q+WGG6auFSkRpph0ikFIna+5+cy/anD8R5siKBvyvfBPlOJ2qx0GWfD46KtwWIVF
        Z7V7Kk6kul8ZuiEhQUMt/32vMBViQ9ZaOjF82zeFePAyUDFDnkiUFNtfnorXqPX8
        oTNvsV5BzVbjI8Ygk7V+7UhlgKZRQ/+AK4MHtmNVAoGAPsQ753tOCBnV90EQ/Ndm
        d60+ry7K/NA4qvEYk+WtQC0aAIOxj2eFv79PbdwGgSBa0/IX6AFHID+A6SMyDye2
        zUKXM5nd4vWseUGqf+eMvFfuO4t7uQsWG2j/bl6f+5FGqFXKRCMMeJgdxq+ky40Q
        adndp+IrVVbDrJX8I8OHqLk=
        -----END PRIVATE KEY-----
        """
}
