### The first screen.

# A fresh reading, therapy running, no alarm. SR-52
home-title-working = Your pump is working
