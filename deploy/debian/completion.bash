source <(/usr/lib/stats-service/stats-service completion)
