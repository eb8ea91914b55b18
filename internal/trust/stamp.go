package trust

// Stamp tells versions of a file apart. The zero Stamp is that of a file that is not there.
type Stamp struct {
	modified, size int64
	changed        int64 // whatever of it, a change of its time included; 0 if unknown
	device, inode  uint64
}
