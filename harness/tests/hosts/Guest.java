// SPDX-License-Identifier: MIT
/** The guest's native methods, by JNI: java Guest LIBRARY greet forget dropOfC. */
public class Guest {
    static native void greet();

    static native void forget();

    static native void dropOfC();

    public static void main(String[] what) {
        System.load(what[0]);
        for (int i = 1; i < what.length; i++) {
            switch (what[i]) {
            case "greet" -> greet();
            case "forget" -> forget();
            case "dropOfC" -> dropOfC();
            default -> throw new IllegalArgumentException(what[i]);
            }
        }
    }
}
