### Der erste Bildschirm.

home-title-working = Ihre Pumpe arbeitet
